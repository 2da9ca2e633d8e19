package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;

/**
 * The text of a statement, in the session's character set. It may hold passwords (SEC-11), so that it shows itself only with those left out; a literal
 * is kept from sight when it is doubtful whether it is one.
 */
public final class SqlText extends MaskedText {
    private SqlText(Bytes text) {
        super(text);
    }

    public static SqlText of(Bytes text) {
        return new SqlText(text);
    }

    /** The text in UTF-8. */
    public static SqlText of(String text) {
        return of(Bytes.utf8(text));
    }

    @Override
    List<ByteRange> findSecrets(Bytes text) {
        return SqlSecrets.in(text);
    }

    /** How many placeholders, {@code ?}, the text has: as many parameters the prepared statement takes. */
    public int placeholders() {
        Bytes sql = unsafeReveal();
        SqlTokenizer tokens = new SqlTokenizer(sql);
        int count = 0;
        for (SqlToken token = tokens.next(); token.kind() != SqlToken.Kind.END; token = tokens.next()) {
            count += token.isMark(sql, '?') ? 1 : 0;
        }
        return count;
    }
}
