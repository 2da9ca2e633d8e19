package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.PacketListener;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that looks inside TLS, and before the server another one that looks as far as anybody on the wire can: greeting and SSLRequest. Without interception
 * it is only the latter.
 */
final class TlsRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PacketLog atServer = new PacketLog();
    private final PacketLog inside = new PacketLog();
    private final Watch watch = new Watch();
    private final TcpProxy wire;
    private final @Nullable TcpProxy proxy;

    /** @param interception null for none */
    TlsRig(RealServer server, @Nullable TlsInterception interception) throws IOException {
        wire = TcpProxy.listenOn(0)
                .upstream("127.0.0.1", server.port())
                .tap(MySqlTap.reportingTo(atServer))
                .start();
        proxy = interception == null
                ? null
                : TcpProxy.listenOn(0)
                        .upstream("127.0.0.1", wire.port())
                        .handler(interception)
                        .tap(MySqlTap.reportingTo(new Both(inside, watch), watch))
                        .start();
    }

    /** Where clients connect. */
    int port() {
        return proxy == null ? wire.port() : proxy.port();
    }

    /** What everybody sees between proxy and server. Complete after {@link #end}. */
    PacketLog atServer() {
        return atServer;
    }

    /** What the proxy sees inside TLS. */
    PacketLog inside() {
        return inside;
    }

    Watch watch() {
        return watch;
    }

    /** Waits until all sessions have ended. */
    void end() {
        if (proxy != null) {
            proxy.closeGracefully(PATIENCE);
        }
        wire.closeGracefully(PATIENCE);
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
        wire.close();
    }

    private record Both(PacketListener first, PacketListener second) implements PacketListener {
        @Override
        public void onPacket(PacketEvent event) {
            first.onPacket(event);
            second.onPacket(event);
        }

        @Override
        public void onOpaque(long sessionId, OpaqueReason reason) {
            first.onOpaque(sessionId, reason);
            second.onOpaque(sessionId, reason);
        }

        @Override
        public void onTruncated(long sessionId, Direction direction, long received) {
            first.onTruncated(sessionId, direction, received);
            second.onTruncated(sessionId, direction, received);
        }
    }
}
