package io.mysqlproxy.protocol.message;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The words by which {@link SqlSecrets} knows that a secret is near. */
final class SecretNames {
    /** Functions whose arguments are keys, passwords, or texts to be kept from sight. */
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
            "KDF",
            "STATEMENT_DIGEST",
            "STATEMENT_DIGEST_TEXT",
            "CREATE_DIGEST",
            "CREATE_ASYMMETRIC_PRIV_KEY",
            "CREATE_ASYMMETRIC_PUB_KEY",
            "ASYMMETRIC_ENCRYPT",
            "ASYMMETRIC_DECRYPT",
            "ASYMMETRIC_SIGN",
            "ASYMMETRIC_VERIFY",
            "ASYMMETRIC_DERIVE",
            "KEYRING_KEY_STORE");

    private static final String NAMES = "(?:passw|passphrase|pwd|secret|credential|token|role_id|api_?key|access_?key"
            + "|private_?key|authentication_string)";

    private static final String CALLS = "(?<![a-z0-9_])(?:" + String.join("|", FUNCTIONS) + ")(?![a-z0-9_])";

    /** Beginnings of the names of cloud providers' procedures that take the password of a replication user. */
    private static final String PROCEDURES = "(?:rds_|az_replication|setupexternal)";

    private static final Pattern NAME = pattern(NAMES);
    private static final Pattern WORD_NAME = pattern("\\w*" + NAMES + "\\w*");
    private static final Pattern NUMBER_NAME = pattern("(?:password|passwd|passphrase|pwd|secret)$");
    private static final Pattern PROCEDURE = pattern("^" + PROCEDURES);
    private static final Pattern TRIGGER =
            pattern("identified|keyring_|challenge_response|://|" + PROCEDURES + "|" + NAMES + "|" + CALLS);

    /** Bounded repetitions, so that no text takes more than linear time. */
    private static final Pattern FRAGMENT = pattern("identified\\s+(?:by|with|via|as)|identified\\s*$|" + NAMES
            + "\\w{0,40}\\s{0,9}[\"'`]?\\s{0,9}[=:(\"'`]|" + NAMES + "\\w{0,40}\\s+$|" + CALLS + "\\s{0,9}\\(");

    private SecretNames() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Where the text first has a word without which it holds no secret that {@link SqlSecrets} would find; -1 when it has none. */
    static int firstTrigger(String text) {
        var matcher = TRIGGER.matcher(text);
        return matcher.find() ? matcher.start() : -1;
    }

    /** Whether what has this name is a secret. */
    static boolean isName(String word) {
        return NAME.matcher(word).find();
    }

    /** As {@link #isName}, for what may also be a text. */
    static boolean isNothingButName(String word) {
        return word.length() <= 64 && WORD_NAME.matcher(word).matches();
    }

    /** Whether it is one even as a number, which is a length or a lifetime for others. */
    static boolean namesSecretNumber(String word) {
        return NUMBER_NAME.matcher(word).find();
    }

    static boolean isFunction(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return FUNCTIONS.contains(upper)
                || isName(word)
                || PROCEDURE.matcher(word).find();
    }

    /** Whether the content of a string or comment is SQL, JSON, a connection string or an address with a secret, or a piece of one. */
    static boolean isIn(String content) {
        return FRAGMENT.matcher(content).find() || holdsAddressWithPassword(content);
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
