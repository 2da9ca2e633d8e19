package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.TlsFailed;
import io.mysqlproxy.core.CloseReason.TlsFailed.Leg;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.core.TlsEndpoint;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session whose TLS ends at the proxy.
 *
 * <pre>
 *   server   greeting ─────────────────────► client
 *   server ◄───────────────────── SSLRequest client
 *                                 ClientHello client        waits here
 *   server ◄══ handshake, asking for what the client asks for
 *                handshake, with what the server chose ══► client
 *   server ◄════════════════ relay ══════════════════════► client
 * </pre>
 */
final class InterceptedSession {
    private static final Logger LOG = LoggerFactory.getLogger(InterceptedSession.class);

    private final TlsInterception settings;
    private final Session session;
    private final Endpoint client;
    private final Endpoint server;
    private final InetSocketAddress serverAddress;
    private final Tap tap;
    private final TlsPlan plan;
    private final ServerOpening serverOpening;
    private final ClientOpening clientOpening;
    private final TlsEnding ending;

    InterceptedSession(TlsInterception settings, Session session, Endpoint client, Endpoint server) {
        this.settings = settings;
        this.session = session;
        this.client = client;
        this.server = server;
        this.serverAddress = Objects.requireNonNullElseGet(session.upstreamAddress(), server::remoteAddress);
        this.tap = session.tap();
        this.plan = new TlsPlan(settings.clientMode(), settings.serverMode());
        this.serverOpening = new ServerOpening(server, client, tap, plan);
        this.clientOpening = new ClientOpening(client, server, tap, () -> serverOpening.greeting() != null);
        this.ending = new TlsEnding(settings.failures());
    }

    CloseReason run() throws IOException {
        serverOpening.start("proxy-" + session.id() + " " + Direction.SERVER_TO_CLIENT.arrow() + " opening");
        try {
            return serve();
        } finally {
            serverOpening.end();
        }
    }

    private CloseReason serve() throws IOException {
        ByteBuffer first;
        try {
            first = clientOpening.firstPacket();
        } catch (IOException e) {
            return resetBoth(serverOpening.hasFailed() ? new CloseReason.ServerReset() : new CloseReason.ClientReset());
        }
        Endpoint taken = serverOpening.takeOver();
        if (serverOpening.hasEnded() && clientOpening.hasEnded()) {
            tap.onEnd(Direction.SERVER_TO_CLIENT);
            tap.onEnd(Direction.CLIENT_TO_SERVER);
            return new CloseReason.ServerClosed();
        }
        Greeting greeting = serverOpening.greeting();
        if (first == null || greeting == null || !greeting.isHandshake()) {
            return relayPlain(taken);
        }
        boolean clientInTls = plan.wantsTls(first);
        boolean serverInTls = plan.serverInTls(clientInTls);
        if (!clientInTls && plan.refusesPlainClients()) {
            ByteBuffer packet = clientOpening.takePacket();
            tap.onBytes(Direction.CLIENT_TO_SERVER, packet.duplicate());
            return refusePlain(packet.get(3) & 0xff, TlsFailures.notOffered(Leg.CLIENT));
        }
        if (serverInTls && !plan.serverOffersTls()) {
            return refuseForWantOfServerTls(clientInTls);
        }
        if (clientInTls) {
            return serverInTls ? upgradeBoth(taken, greeting) : upgradeClient(taken, greeting);
        }
        return serverInTls ? upgradeServer(taken, greeting) : relayPlain(taken);
    }

    private CloseReason refuseForWantOfServerTls(boolean clientInTls) {
        ByteBuffer packet = clientOpening.takePacket();
        tap.onBytes(Direction.CLIENT_TO_SERVER, packet.duplicate());
        TlsFailed reason = TlsFailures.notOffered(Leg.SERVER);
        if (!clientInTls) {
            return refusePlain(packet.get(3) & 0xff, reason);
        }
        try {
            ClientHelloReader helloReader = new ClientHelloReader(client, clientOpening.takeUnread());
            ClientHello hello = within(Leg.CLIENT, client, helloReader::read);
            return refuse(hello, helloReader.takeBytes(), reason);
        } catch (TlsFailedException e) {
            return closeBoth(e.reason());
        }
    }

    private CloseReason refusePlain(int sequenceId, TlsFailed reason) {
        new Refusal(client, tap).sayTo(sequenceId, reason, settings.handshakeTimeout());
        return reason;
    }

    /** The client's TLS ends here, and the server is spoken to in clear. */
    private CloseReason upgradeClient(Endpoint taken, Greeting greeting) {
        ByteBuffer request = clientOpening.takePacket();
        tap.onBytes(Direction.CLIENT_TO_SERVER, request.duplicate());
        ClientHelloReader helloReader = new ClientHelloReader(client, clientOpening.takeUnread());
        TlsEndpoint outer;
        ClientHello hello;
        try {
            hello = within(Leg.CLIENT, client, helloReader::read);
            outer = acceptClient(hello, helloReader.takeBytes(), null);
        } catch (TlsFailedException e) {
            return closeBoth(e.reason());
        }
        tap.onTls(new TlsLegs(legOf(outer.session(), hello.serverName().orElse("")), null));
        byte[] asked = new byte[request.remaining() - PacketFramer.HEADER_LENGTH];
        request.get(PacketFramer.HEADER_LENGTH, asked);
        MixedLogin mixed = new MixedLogin(taken, outer, tap, new TerminatedSteps(greeting, asked), 1);
        ProofWatch watched = new ProofWatch(mixed, greeting, request);
        return ending.of(session.relay(outer, watched), outer, null, watched);
    }

    /** The client does without TLS, and the server gets it from the proxy. */
    private CloseReason upgradeServer(Endpoint taken, Greeting greeting) throws IOException {
        ByteBuffer response = clientOpening.takePacket();
        TlsEndpoint inner = settings.serverLeg().over(taken, serverAddress, ClientHello.UNKNOWN);
        try {
            within(Leg.SERVER, server, () -> {
                server.write(SslRequests.madeFrom(response));
                inner.handshake();
                return ClientHello.UNKNOWN;
            });
        } catch (TlsFailedException e) {
            server.close();
            tap.onBytes(Direction.CLIENT_TO_SERVER, response.duplicate());
            return refusePlain(response.get(3) & 0xff, e.reason());
        }
        tap.onTls(new TlsLegs(null, legOf(inner.session(), ServerLeg.serverName(serverAddress))));
        MixedLogin mixed = new MixedLogin(inner, client, tap, new OriginatedSteps(greeting), 2);
        try {
            clientOpening.pass(response, mixed);
            clientOpening.pass(clientOpening.takeUnread(), mixed);
        } catch (IOException e) {
            return resetBoth(new CloseReason.ServerReset());
        }
        return ending.ofServer(session.relay(client, mixed), inner);
    }

    private CloseReason resetBoth(CloseReason reason) {
        client.reset();
        server.reset();
        return reason;
    }

    /** In an orderly way, so that the client gets the alert that says why. */
    private CloseReason closeBoth(TlsFailed reason) {
        client.close();
        server.close();
        return reason;
    }

    private CloseReason relayPlain(Endpoint taken) throws IOException {
        try {
            clientOpening.pass(clientOpening.takeUnread());
        } catch (IOException e) {
            return resetBoth(new CloseReason.ServerReset());
        }
        return session.relay(client, taken);
    }

    private CloseReason upgradeBoth(Endpoint taken, Greeting greeting) throws IOException {
        ByteBuffer request = clientOpening.takePacket();
        try {
            clientOpening.pass(request.duplicate());
        } catch (IOException e) {
            return resetBoth(new CloseReason.ServerReset());
        }
        ClientHelloReader helloReader = new ClientHelloReader(client, clientOpening.takeUnread());
        ClientHello hello;
        try {
            hello = within(Leg.CLIENT, client, helloReader::read);
        } catch (TlsFailedException e) {
            return closeBoth(e.reason());
        }
        TlsEndpoint outerServer = settings.serverLeg().over(taken, serverAddress, hello);
        try {
            within(Leg.SERVER, server, () -> {
                outerServer.handshake();
                return hello;
            });
        } catch (TlsFailedException e) {
            return refuse(hello, helloReader.takeBytes(), e.reason());
        }
        TlsEndpoint outerClient;
        try {
            outerClient = acceptClient(hello, helloReader.takeBytes(), outerServer.session());
        } catch (TlsFailedException e) {
            return closeBoth(e.reason());
        }
        tap.onTls(new TlsLegs(
                legOf(outerClient.session(), hello.serverName().orElse("")),
                legOf(outerServer.session(), ServerLeg.serverName(serverAddress))));
        ProofWatch watched = new ProofWatch(outerServer, greeting, request);
        return ending.of(session.relay(outerClient, watched), outerClient, outerServer, watched);
    }

    private TlsEndpoint acceptClient(ClientHello hello, ByteBuffer early, @Nullable SSLSession negotiated)
            throws TlsFailedException {
        Set<String> names = CertificateNames.of(hello.serverName(), client, serverAddress, negotiated);
        TlsEndpoint outer;
        try {
            outer = settings.clientLeg().over(client, names, negotiated);
        } catch (GeneralSecurityException e) {
            throw new TlsFailedException(
                    new TlsFailed(Leg.CLIENT, TlsFailed.Failure.OTHER, "no certificate could be made for it: " + e));
        }
        outer.alreadyRead(early);
        within(Leg.CLIENT, client, () -> {
            outer.handshake();
            return hello;
        });
        return outer;
    }

    private interface Step<T> {
        T run() throws IOException;
    }

    /** A step of TLS on one leg, in limited time. */
    private <T> T within(Leg leg, Endpoint endpoint, Step<T> step) throws TlsFailedException {
        try (HandshakeLimit limit = new HandshakeLimit(endpoint, settings.handshakeTimeout())) {
            try {
                return step.run();
            } catch (IOException e) {
                LOG.debug("{}: TLS on the leg of the {} failed", session, leg, e);
                throw new TlsFailedException(
                        limit.hasExpired()
                                ? TlsFailures.timedOut(leg, settings.handshakeTimeout())
                                : settings.failures().of(leg, e));
            }
        }
    }

    /** The server's leg failed, and the client waits for TLS: it gets it, and inside it hears why. */
    private CloseReason refuse(ClientHello hello, ByteBuffer early, TlsFailed reason) {
        server.close();
        try {
            TlsEndpoint outer = acceptClient(hello, early, null);
            tap.onTls(new TlsLegs(legOf(outer.session(), hello.serverName().orElse("")), null));
            new Refusal(outer, tap).say(reason, settings.handshakeTimeout());
        } catch (TlsFailedException e) {
            // That the server could not be spoken to is what matters, and what everybody but the client is told.
            client.close();
        }
        return reason;
    }

    private static TlsLeg legOf(SSLSession negotiated, String serverName) {
        Optional<X509Certificate> peer = CertificateNames.peerOf(negotiated);
        return new TlsLeg(
                negotiated.getProtocol(),
                negotiated.getCipherSuite(),
                serverName,
                peer.map(certificate -> certificate.getSubjectX500Principal().getName())
                        .orElse(""));
    }
}
