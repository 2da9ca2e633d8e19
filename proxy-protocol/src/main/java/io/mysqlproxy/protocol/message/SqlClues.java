package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words and forms by which {@link SqlSecrets} knows a password or a key in an SQL text. */
final class SqlClues {
    /** No text without one of these holds a secret that this class would find. */
    private static final Pattern TRIGGER = Pattern.compile(
            "identified|passw|crypt|encode|decode|md5|sha|keyring_|challenge_response|://", Pattern.CASE_INSENSITIVE);

    static final Set<String> FUNCTIONS = Set.of(
            "AES_ENCRYPT",
            "AES_DECRYPT",
            "DES_ENCRYPT",
            "DES_DECRYPT",
            "ENCRYPT",
            "ENCODE",
            "DECODE",
            "MD5",
            "SHA",
            "SHA1",
            "SHA2",
            "CREATE_DIGEST",
            "CREATE_ASYMMETRIC_PRIV_KEY",
            "CREATE_ASYMMETRIC_PUB_KEY",
            "ASYMMETRIC_ENCRYPT",
            "ASYMMETRIC_DECRYPT",
            "ASYMMETRIC_SIGN",
            "ASYMMETRIC_DERIVE",
            "KEYRING_KEY_STORE");

    /** What stands before a secret for certain. */
    static final Set<String> BEFORE_SECRET = Set.of("BY", "AS", "USING", "PASSWORD", "REPLACE");

    /** What stands before the name of a user, a plugin or a certificate's owner, which may be shown. */
    static final Set<String> BEFORE_NAME =
            Set.of("WITH", "VIA", "OR", "AND", "FROM", "TO", "FOR", "SUBJECT", "ISSUER", "CIPHER");

    /** What may stand between a name and its value, besides marks of comparison. */
    static final Set<String> BETWEEN_NAME_AND_VALUE = Set.of("BINARY", "LIKE", "NOT", "REGEXP", "RLIKE");

    private SqlClues() {}

    /** Whether it is worth looking; a quick check of the whole text. */
    static boolean mayHoldSecret(Bytes sql) {
        return TRIGGER.matcher(sql.text(StandardCharsets.ISO_8859_1)).find();
    }

    /** Whether a name is that of a password, as {@code MASTER_PASSWORD} and {@code passwd} are. */
    static boolean namesPassword(String name) {
        return name.toUpperCase(Locale.ROOT).contains("PASSW");
    }

    /** SQL, JSON or an address with a password. */
    static boolean holdsSecret(String content) {
        String upper = content.toUpperCase(Locale.ROOT);
        boolean quotes = content.indexOf('\'') >= 0 || content.indexOf('"') >= 0 || content.indexOf('`') >= 0;
        return (quotes && (upper.contains("IDENTIFIED") || namesPassword(upper))) || holdsAddressWithPassword(content);
    }

    /** As in {@code mysql://user:password@host}, and in other texts that look like it. */
    private static boolean holdsAddressWithPassword(String content) {
        int start = content.indexOf("://");
        if (start < 0) {
            return false;
        }
        int colon = content.indexOf(':', start + 3);
        return colon >= 0 && colon < content.lastIndexOf('@');
    }
}
