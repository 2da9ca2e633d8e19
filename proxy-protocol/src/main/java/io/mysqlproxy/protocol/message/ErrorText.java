package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The message of an error. It may quote the statement that was refused, up to 80 bytes from the offending word on, and with it what
 * {@link SqlText} hides (SEC-17): a quoted statement is shown only if there is neither a literal nor a telling word in it.
 */
public final class ErrorText extends MaskedText {
    /** Where a statement is quoted: {@code near '…' at line 1}. */
    private static final Pattern QUOTED_STATEMENT = Pattern.compile("near '(.*)'", Pattern.DOTALL);

    private static final Pattern LITERAL = Pattern.compile("['\"]|0x", Pattern.CASE_INSENSITIVE);

    private ErrorText(Bytes text) {
        super(text);
    }

    public static ErrorText of(Bytes text) {
        return new ErrorText(text);
    }

    /** The text in UTF-8. */
    public static ErrorText of(String text) {
        return of(Bytes.utf8(text));
    }

    @Override
    List<ByteRange> findSecrets(Bytes text) {
        var quoted = QUOTED_STATEMENT.matcher(text.text(StandardCharsets.ISO_8859_1));
        if (!quoted.find()) {
            return SqlSecrets.in(text);
        }
        String statement = quoted.group(1);
        boolean mayHoldSecret = LITERAL.matcher(statement).find() || SecretNames.firstTrigger(statement) >= 0;
        return mayHoldSecret ? List.of(new ByteRange(quoted.start(1), quoted.end(1))) : List.of();
    }
}
