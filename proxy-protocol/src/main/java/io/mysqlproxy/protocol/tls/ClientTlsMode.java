package io.mysqlproxy.protocol.tls;

/**
 * What the proxy does with the client's TLS; the names are those of MySQL Router's {@code client_ssl_mode}.
 *
 * @see <a href="https://dev.mysql.com/doc/mysql-router/9.4/en/mysql-router-conf-options.html#option_mysqlrouter_client_ssl_mode">client_ssl_mode</a>
 */
public enum ClientTlsMode {
    /** Nothing: TLS between client and server passes through, encrypted. */
    PASSTHROUGH,
    /** The client is not offered TLS. */
    DISABLED,
    /** The client may use TLS, which ends at the proxy. */
    PREFERRED,
    /** As {@link #PREFERRED}; a client that does without is refused. */
    REQUIRED
}
