package io.mysqlproxy.protocol.tls;

/**
 * Whether the proxy speaks TLS with the server; the names are those of MySQL Router's {@code server_ssl_mode}.
 *
 * @see <a href="https://dev.mysql.com/doc/mysql-router/9.4/en/mysql-router-conf-options.html#option_mysqlrouter_server_ssl_mode">server_ssl_mode</a>
 */
public enum ServerTlsMode {
    /** If the client does, and only then. */
    AS_CLIENT,
    /** Never. */
    DISABLED,
    /** If the server offers it. */
    PREFERRED,
    /** Always; a session with a server that does not offer it ends. */
    REQUIRED
}
