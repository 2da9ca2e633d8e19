package io.mysqlproxy.protocol.tls;

/**
 * How far the proxy trusts the server it speaks TLS with; the names are those of MySQL Router's {@code server_ssl_verify}, and the meanings those of the
 * client option {@code --ssl-mode}.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode">--ssl-mode</a>
 */
public enum ServerVerification {
    /** Whoever answers, as clients do by default: protects against listeners, not against somebody in the middle. */
    DISABLED,
    /** Its certificate is signed by a trusted authority. */
    VERIFY_CA,
    /** And it is made out to the host name that was dialled. */
    VERIFY_IDENTITY
}
