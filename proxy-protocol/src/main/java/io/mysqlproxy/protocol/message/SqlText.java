package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;

/**
 * The text of a statement, in the session's character set. It may hold passwords (SEC-11), so that it shows itself only with those left out; a literal
 * is kept from sight when it is doubtful whether it is one.
 */
public final class SqlText {
    /** What stands for a secret. */
    private static final String HIDDEN = "<hidden>";

    private final Bytes text;

    private SqlText(Bytes text) {
        this.text = text;
    }

    public static SqlText of(Bytes text) {
        return new SqlText(text);
    }

    /** The text in UTF-8. */
    public static SqlText of(String text) {
        return of(Bytes.utf8(text));
    }

    /** In bytes. */
    public int length() {
        return text.length();
    }

    /** The text with whatever it holds. Whoever calls this is responsible for where it goes. */
    public Bytes unsafeReveal() {
        return text;
    }

    /** The secret bytes, in order and without the quotes around them. Computed at each call. */
    public List<ByteRange> secrets() {
        return SqlSecrets.in(text);
    }

    /** The text, read as UTF-8, with {@code <hidden>} in place of each secret. */
    public String display() {
        StringBuilder display = new StringBuilder();
        int shown = 0;
        for (ByteRange secret : secrets()) {
            display.append(text.slice(shown, secret.start()).utf8()).append(HIDDEN);
            shown = secret.end();
        }
        return display.append(text.slice(shown, text.length()).utf8()).toString();
    }

    void encode(WireWriter writer) {
        writer.bytes(text, secrets());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqlText sql && text.equals(sql.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As {@link #display}. */
    @Override
    public String toString() {
        return display();
    }
}
