package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import java.io.IOException;
import java.util.List;

/** A proxy that decodes, between two recorders: what goes in must come out. */
final class Rig implements AutoCloseable {
    private final PacketLog log = new PacketLog();
    private final RecordingRelay atServer;
    private final TcpProxy proxy;
    private final RecordingRelay atClient;

    Rig(RealServer server) throws IOException {
        atServer = new RecordingRelay(server.port());
        proxy = TcpProxy.listenOn(0)
                .upstream("127.0.0.1", atServer.port())
                .tap(MySqlTap.reportingTo(log))
                .start();
        atClient = new RecordingRelay(proxy.port());
    }

    /** Where clients connect. */
    int port() {
        return atClient.port();
    }

    /** What the tap told. Complete after {@link #assertTransparent}. */
    PacketLog log() {
        return log;
    }

    /** Waits until all sessions have ended; then both recorders have the same bytes of the same connections. */
    void assertTransparent() throws IOException, InterruptedException {
        List<RecordingRelay.Recording> sent = atClient.recordings();
        assertThat(atServer.recordings()).isEqualTo(sent).isNotEmpty();
        proxy.close();
    }

    @Override
    public void close() throws IOException {
        atClient.close();
        proxy.close();
        atServer.close();
    }
}
