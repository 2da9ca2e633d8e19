package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.TlsEndpoint;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The proxy as the TLS server of clients. One for all sessions. */
final class ClientLeg {
    /** Set-ups that are kept for the next session with the same keys. */
    private static final int MOST_CONTEXTS = 64;

    private final ServerIdentity identity;
    private final TrustManager[] trust;
    private final boolean certificateRequired;
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<X509ExtendedKeyManager, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<X509ExtendedKeyManager, SSLContext> eldest) {
            return size() > MOST_CONTEXTS;
        }
    };

    /** @param authorities who must have signed a client's certificate; when empty, clients need none */
    ClientLeg(ServerIdentity identity, Collection<X509Certificate> authorities) throws GeneralSecurityException {
        this.identity = identity;
        this.certificateRequired = !authorities.isEmpty();
        this.trust = certificateRequired ? ServerLeg.trustManagers(authorities) : new TrustManager[0];
    }

    ServerIdentity identity() {
        return identity;
    }

    /**
     * Not negotiated yet. Offers what was negotiated with the server, so that the client gets what the server would have given it.
     *
     * @param names of the certificate
     * @param server what was negotiated with the server, null when nothing was
     */
    TlsEndpoint over(Endpoint client, Set<String> names, @Nullable SSLSession server) throws GeneralSecurityException {
        SSLEngine engine = contextFor(names).createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        if (server == null) {
            parameters.setProtocols(TlsVersions.ALL.clone());
        } else {
            parameters.setProtocols(new String[] {server.getProtocol()});
            parameters.setCipherSuites(CipherSuites.preferring(server.getCipherSuite(), parameters.getCipherSuites()));
        }
        parameters.setNeedClientAuth(certificateRequired);
        engine.setSSLParameters(parameters);
        return TlsEndpoint.over(client, engine);
    }

    private SSLContext contextFor(Set<String> names) throws GeneralSecurityException {
        X509ExtendedKeyManager keys = identity.keysFor(names);
        lock.lock();
        try {
            SSLContext context = contexts.get(keys);
            if (context == null) {
                context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {keys}, trust, null);
                contexts.put(keys, context);
            }
            return context;
        } finally {
            lock.unlock();
        }
    }
}
