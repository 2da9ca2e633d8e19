package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.Charset;
import java.util.Set;

/** Writes names as MySQL writes them into a digest. */
final class Identifiers {
    /** In bytes. A longer name might not fit the buffer in which the server converts it, so it writes dots in its place. */
    private static final int LONGEST = 64;

    /** What the token and the length take, in bytes. */
    private static final int HEADER = 4;

    private Identifiers() {}

    static Token token(Bytes sql, Lexeme lexeme, Charset charset) {
        int length = lexeme.textEnd - lexeme.textStart - doubled(sql, lexeme);
        int size = HEADER + length;
        if (length > LONGEST) {
            return new Token("...", size, false, Set.of());
        }
        String text = sql.slice(lexeme.textStart, lexeme.textEnd).text(charset);
        if (lexeme.quote != 0) {
            String quote = String.valueOf((char) lexeme.quote);
            text = text.replace(quote + quote, quote);
        }
        boolean unwritable = text.isEmpty() || text.chars().anyMatch(c -> Character.isSurrogate((char) c));
        return new Token(unwritable ? "" : "`" + text + "`", size, lexeme.kind != Kind.IDENTIFIER_AT, Set.of());
    }

    /** How many quotes are left out, being the second of two. */
    private static int doubled(Bytes sql, Lexeme lexeme) {
        int count = 0;
        if (lexeme.quote != 0) {
            for (int i = lexeme.textStart; i < lexeme.textEnd; i++) {
                if (sql.byteAt(i) == lexeme.quote) {
                    count++;
                }
            }
        }
        return count / 2;
    }
}
