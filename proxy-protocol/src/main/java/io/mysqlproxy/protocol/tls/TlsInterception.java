package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Looks inside TLS: ends the client's at the proxy and begins another with the server, so that the session's tap sees plain packets. Without options it changes
 * nothing that client and server negotiate: TLS if the client asks for it, in the version and with the cipher that the server would have chosen for it.
 *
 * <pre>{@code
 * TcpProxy.listenOn(3307)
 *         .upstream("db", 3306)
 *         .handler(TlsInterception.with(ca).serverVerification(ServerVerification.VERIFY_CA).build())
 *         .tap(MySqlTap.reportingTo(packet -> ...))
 *         .start();
 * }</pre>
 *
 * <p>A client that verifies the server's certificate must be given the authority of the {@link ServerIdentity}, or it refuses to connect; the session then ends as
 * {@link CloseReason.TlsFailed}. One handler serves any number of sessions, each on its own threads.
 */
public final class TlsInterception implements SessionHandler {
    private final ClientTlsMode clientMode;
    private final ServerTlsMode serverMode;
    private final ClientLeg clientLeg;
    private final ServerLeg serverLeg;
    private final Duration handshakeTimeout;
    private final TlsFailures failures;

    private TlsInterception(Builder builder) throws GeneralSecurityException {
        clientMode = builder.clientMode;
        serverMode = builder.serverMode;
        handshakeTimeout = builder.handshakeTimeout;
        clientLeg = new ClientLeg(builder.identity, builder.clientAuthorities);
        serverLeg = new ServerLeg(builder.serverVerification, builder.serverAuthorities, builder.serverCredentials);
        failures = new TlsFailures(builder.identity);
    }

    /**
     * Begins with what leaves the negotiation as it is.
     *
     * @param identity who the proxy is to clients
     */
    public static Builder with(ServerIdentity identity) {
        return new Builder(Objects.requireNonNull(identity, "identity"));
    }

    @Override
    public CloseReason handle(Session session, Endpoint client, Endpoint server) throws IOException {
        return clientMode == ClientTlsMode.PASSTHROUGH
                ? session.relay(client, server)
                : new InterceptedSession(this, session, client, server).run();
    }

    ClientTlsMode clientMode() {
        return clientMode;
    }

    ServerTlsMode serverMode() {
        return serverMode;
    }

    ClientLeg clientLeg() {
        return clientLeg;
    }

    ServerLeg serverLeg() {
        return serverLeg;
    }

    Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    TlsFailures failures() {
        return failures;
    }

    /** How TLS is ended; everything has a default that leaves the negotiation as it would be without the proxy. */
    public static final class Builder {
        private final ServerIdentity identity;
        private ClientTlsMode clientMode = ClientTlsMode.PREFERRED;
        private ServerTlsMode serverMode = ServerTlsMode.AS_CLIENT;
        private ServerVerification serverVerification = ServerVerification.DISABLED;
        private List<X509Certificate> serverAuthorities = List.of();
        private @Nullable X509ExtendedKeyManager serverCredentials;
        private List<X509Certificate> clientAuthorities = List.of();
        private Duration handshakeTimeout = Duration.ofSeconds(10);

        private Builder(ServerIdentity identity) {
            this.identity = identity;
        }

        /** {@link ClientTlsMode#PREFERRED} if not set. */
        public Builder clientMode(ClientTlsMode mode) {
            clientMode = Objects.requireNonNull(mode, "clientMode");
            return this;
        }

        /** {@link ServerTlsMode#AS_CLIENT} if not set. */
        public Builder serverMode(ServerTlsMode mode) {
            serverMode = Objects.requireNonNull(mode, "serverMode");
            return this;
        }

        /** {@link ServerVerification#DISABLED} if not set, as with MySQL's clients. */
        public Builder serverVerification(ServerVerification verification) {
            serverVerification = Objects.requireNonNull(verification, "serverVerification");
            return this;
        }

        /** Whose signature under the server's certificate counts; the authorities that the JDK knows if not set. */
        public Builder serverAuthorities(Collection<X509Certificate> authorities) {
            serverAuthorities = List.copyOf(authorities);
            return this;
        }

        /** The certificate that is shown to a server that asks for one; none if not set. */
        public Builder serverCredentials(X509ExtendedKeyManager credentials) {
            serverCredentials = Objects.requireNonNull(credentials, "serverCredentials");
            return this;
        }

        /** Clients in TLS must show a certificate that one of these has signed; none is asked for if not set. */
        public Builder clientAuthorities(Collection<X509Certificate> authorities) {
            clientAuthorities = List.copyOf(authorities);
            return this;
        }

        /** How long each of the two handshakes may take, ten seconds if not set. */
        public Builder handshakeTimeout(Duration limit) {
            if (limit.toMillis() < 1) {
                throw new IllegalArgumentException("handshakeTimeout must be at least a millisecond, not " + limit);
            }
            handshakeTimeout = limit;
            return this;
        }

        /**
         * Ready to be given to a proxy.
         *
         * @throws GeneralSecurityException when this JDK cannot use what was given
         * @throws IllegalStateException when the client's TLS passes through and the server's is to be something else
         */
        public TlsInterception build() throws GeneralSecurityException {
            if (clientMode == ClientTlsMode.PASSTHROUGH && serverMode != ServerTlsMode.AS_CLIENT) {
                throw new IllegalStateException(
                        "what passes through can only be AS_CLIENT on the server's side, not " + serverMode);
            }
            return new TlsInterception(this);
        }
    }
}
