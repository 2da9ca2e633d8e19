package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that may hold secrets here and there: a value that shows itself only with those left out. */
public abstract sealed class MaskedText permits SqlText, ErrorText {
    /** What stands for a secret. */
    private static final String HIDDEN = "<hidden>";

    private final Bytes text;

    /** Found when first asked for; threads that ask at once find the same. */
    private @Nullable List<ByteRange> secrets;

    MaskedText(Bytes text) {
        this.text = text;
    }

    abstract List<ByteRange> findSecrets(Bytes text);

    /** In bytes. */
    public final int length() {
        return text.length();
    }

    /** The text with whatever it holds. Whoever calls this is responsible for where it goes. */
    public final Bytes unsafeReveal() {
        return text;
    }

    /** The secret bytes, in order and without the quotes around them. */
    public final List<ByteRange> secrets() {
        List<ByteRange> found = secrets;
        if (found == null) {
            found = findSecrets(text);
            secrets = found;
        }
        return found;
    }

    /** The text, read as UTF-8, with {@code <hidden>} in place of each secret. */
    public final String display() {
        return display(CharacterSet.UTF8MB4);
    }

    /** The text, read in the character set, with {@code <hidden>} in place of each secret. */
    public final String display(CharacterSet characterSet) {
        StringBuilder display = new StringBuilder();
        int shown = 0;
        for (ByteRange secret : secrets()) {
            display.append(characterSet.text(text.slice(shown, secret.start()))).append(HIDDEN);
            shown = secret.end();
        }
        return display.append(characterSet.text(text.slice(shown, text.length())))
                .toString();
    }

    final void encode(WireWriter writer) {
        writer.bytes(text, secrets());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof MaskedText masked && getClass() == masked.getClass() && text.equals(masked.text);
    }

    @Override
    public final int hashCode() {
        return text.hashCode();
    }

    /** As {@link #display}. */
    @Override
    public final String toString() {
        return display();
    }
}
