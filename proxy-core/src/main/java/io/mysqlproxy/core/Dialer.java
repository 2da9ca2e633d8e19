package io.mysqlproxy.core;

import io.mysqlproxy.core.CloseReason.ConnectFailed;
import io.mysqlproxy.core.CloseReason.ConnectFailed.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Objects;

/** Finds and reaches the server for a session, on the session's thread and within the connect timeout, name look-up included. */
final class Dialer {
    private final ProxySettings settings;
    private final Resolver resolver;

    Dialer(ProxySettings settings, Resolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }

    /** Returns the connected server, known to the session already. */
    SocketEndpoint dial(LiveSession session) throws DialException {
        InetSocketAddress wanted = choose(session);
        long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
        InetAddress[] addresses = resolve(wanted, deadline);
        for (int i = 0; ; i++) {
            InetSocketAddress address = new InetSocketAddress(addresses[i], wanted.getPort());
            int left = addresses.length - i;
            try {
                // Each address gets its share of what is left, so that a dead first one leaves time for the others.
                return connect(session, address, (deadline - System.nanoTime()) / left);
            } catch (IOException e) {
                if (left == 1 || session.isEnding()) {
                    throw failed(address, e);
                }
            }
        }
    }

    private InetSocketAddress choose(LiveSession session) throws DialException {
        try {
            return Objects.requireNonNull(settings.upstream().choose(session), "the upstream chose null");
        } catch (Exception e) {
            throw new DialException(new ConnectFailed(null, Cause.NO_UPSTREAM, words(e)), e);
        }
    }

    private InetAddress[] resolve(InetSocketAddress wanted, long deadline) throws DialException {
        InetAddress known = wanted.getAddress();
        if (known != null) {
            return new InetAddress[] {known};
        }
        try {
            return resolver.resolve(wanted.getHostString(), deadline - System.nanoTime());
        } catch (IOException e) {
            throw failed(wanted, e);
        }
    }

    private SocketEndpoint connect(LiveSession session, InetSocketAddress address, long nanos) throws IOException {
        SocketChannel channel = open(address.getAddress());
        SocketEndpoint endpoint = session.place().endpoint(channel);
        session.dialling(endpoint);
        try {
            settings.socketOptions().applyTo(channel);
            endpoint.connect(address, nanos);
            session.connectedTo(address);
            return endpoint;
        } catch (Throwable e) {
            endpoint.close();
            throw e;
        }
    }

    /** The system has less to do for a socket of version 4 than for one of version 6 that speaks version 4. */
    private static SocketChannel open(InetAddress peer) throws IOException {
        return peer instanceof Inet4Address ? SocketChannel.open(StandardProtocolFamily.INET) : SocketChannel.open();
    }

    private static DialException failed(InetSocketAddress address, IOException failure) {
        Cause cause = cause(failure);
        String detail = switch (cause) {
            // The exceptions' own words name the host once more, or differ between the JDK's two ways to time out.
            case UNKNOWN_HOST -> "unknown host";
            case TIMED_OUT -> "Connection timed out";
            case REFUSED, UNREACHABLE, NO_UPSTREAM, OTHER -> words(failure);
        };
        return new DialException(new ConnectFailed(address, cause, detail), failure);
    }

    /** By type where there is one, as the system's words depend on its language. */
    private static Cause cause(IOException failure) {
        String words = words(failure).toLowerCase(Locale.ROOT);
        if (failure instanceof UnknownHostException) {
            return Cause.UNKNOWN_HOST;
        }
        if (failure instanceof SocketTimeoutException || words.contains("timed out")) {
            return Cause.TIMED_OUT;
        }
        if (failure instanceof NoRouteToHostException || words.contains("unreachable")) {
            return Cause.UNREACHABLE;
        }
        return failure instanceof ConnectException ? Cause.REFUSED : Cause.OTHER;
    }

    /** The JDK's two ways to connect end the same sentence differently. */
    private static String words(Exception failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString())
                .replace(" (connect failed)", "");
    }
}
