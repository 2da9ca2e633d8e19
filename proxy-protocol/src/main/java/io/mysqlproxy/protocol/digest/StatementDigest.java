package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What all statements have in common that differ only in their literals, white space and comments, as MySQL's own {@code STATEMENT_DIGEST_TEXT()} and
 * {@code performance_schema} tell it.
 *
 * <p>The text is that of MySQL 9.7 for a session in UTF-8 with the default {@code max_digest_length} of 1024: what does not fit is left out without a mark.
 * Statements that the server refuses have a text as well, by the lexer alone. Several statements in one text are one digest, with {@code ;} between them.
 *
 * <p>No literal is in the text, but for the numbers of columns that stand alone behind {@code ORDER BY} and {@code GROUP BY}; names are, and so is what a
 * name's place holds.
 *
 * @param text keywords in upper case, names in back-ticks, {@code ?} for literals
 * @param hash 32 hexadecimal digits, the first half of the SHA-256 of the text in UTF-8: equal texts have equal hashes, in every version of this library in
 *     which the text is the same. It is not MySQL's {@code DIGEST}, which is computed from the numbers of the server's tokens and differs from version to
 *     version; that one has 64 digits.
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/performance-schema-statement-digests.html">Performance Schema Statement Digests</a>
 */
public record StatementDigest(String text, String hash) {
    private static final int HASH_BYTES = 16;

    /** Of a statement in UTF-8, in a session whose {@code sql_mode} changes nothing in reading it. */
    public static StatementDigest of(Bytes sql) {
        return of(sql, SqlMode.DEFAULT);
    }

    /** Of a statement in UTF-8. */
    public static StatementDigest of(Bytes sql, SqlMode mode) {
        return of(sql, mode, StandardCharsets.UTF_8);
    }

    /**
     * Of a statement in the session's character set.
     *
     * @param charset what names are written in; one in which a byte below 0x80 always is the ASCII character (so not GBK, Shift-JIS, Big5, GB18030)
     */
    public static StatementDigest of(Bytes sql, SqlMode mode, Charset charset) {
        String text = DigestText.of(sql, mode, charset);
        return new StatementDigest(text, hash(text));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
