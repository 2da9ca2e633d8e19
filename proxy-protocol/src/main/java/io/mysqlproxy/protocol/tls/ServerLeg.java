package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.TlsEndpoint;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The proxy as a TLS client of the server. One for all sessions. */
final class ServerLeg {
    private final SSLContext context;
    private final ServerVerification verification;

    /**
     * @param authorities whom to trust; those that the JDK trusts when empty
     * @param credentials what the proxy shows a server that asks for a certificate
     */
    ServerLeg(
            ServerVerification verification,
            Collection<X509Certificate> authorities,
            @Nullable X509ExtendedKeyManager credentials)
            throws GeneralSecurityException {
        this.verification = verification;
        this.context = SSLContext.getInstance("TLS");
        context.init(
                credentials == null ? new KeyManager[0] : new KeyManager[] {credentials},
                verification == ServerVerification.DISABLED
                        ? new TrustManager[] {new TrustWhoeverAnswers()}
                        : trustManagers(authorities),
                null);
    }

    static TrustManager[] trustManagers(Collection<X509Certificate> authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities.isEmpty() ? null : storeOf(authorities));
        return factory.getTrustManagers();
    }

    private static KeyStore storeOf(Collection<X509Certificate> authorities) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate each : authorities) {
                store.setCertificateEntry("authority " + store.size(), each);
            }
            return store;
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }

    /** Not negotiated yet. Asks for what the client asks the proxy for. */
    TlsEndpoint over(Endpoint server, InetSocketAddress address, ClientHello hello) {
        SSLEngine engine = context.createSSLEngine(address.getHostString(), address.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(TlsVersions.wanted(hello.versions(), engine.getSupportedProtocols()));
        parameters.setCipherSuites(CipherSuites.wanted(hello.cipherSuites(), parameters.getCipherSuites()));
        String name = serverName(address);
        if (!name.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        if (verification == ServerVerification.VERIFY_IDENTITY) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return TlsEndpoint.over(server, engine);
    }

    /** The name the server is asked for (SNI), which is never an address; empty for none. */
    static String serverName(InetSocketAddress address) {
        String host = address.getHostString();
        boolean isName = host.chars().anyMatch(each -> Character.isLetter(each) && each < 128) && host.indexOf(':') < 0;
        try {
            return isName ? new SNIHostName(host).getAsciiName() : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
