package io.mysqlproxy.core;

/**
 * What one leg of a session has negotiated in TLS.
 *
 * @param version as the JDK names it: {@code TLSv1.3}, {@code TLSv1.2}
 * @param cipherSuite as the JDK names it: {@code TLS_AES_256_GCM_SHA384}
 * @param serverName the host name that was asked for (SNI): on the client's leg by the client, on the server's leg by the proxy; empty if none was
 * @param peer the subject of the certificate that the peer has shown, as in {@code CN=db}; empty if it has shown none, as most clients
 */
public record TlsLeg(String version, String cipherSuite, String serverName, String peer) {}
