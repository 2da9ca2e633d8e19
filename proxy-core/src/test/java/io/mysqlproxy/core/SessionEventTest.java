package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a recording of the Flight Recorder tells of sessions. */
@Timeout(60)
class SessionEventTest {
    @TempDir
    private Path folder;

    @Test
    void tellsASessionFromAcceptToClose() throws Exception {
        try (TestServer server = TestServer.echoing()) {
            String client;
            try (Recording recording = recording()) {
                try (TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream(session -> server.address())
                        .start()) {
                    client = talk(proxy.address());
                    await().until(() -> proxy.sessions().isEmpty());
                }
                RecordedEvent event = only(recording);

                assertThat(event.getString("client")).isEqualTo(client);
                assertThat(event.getString("upstream")).isEqualTo(HostPort.of(server.address()));
                assertThat(event.getLong("bytesFromClient")).isEqualTo(5);
                assertThat(event.getLong("bytesFromServer")).isEqualTo(5);
                assertThat(event.getString("closeReason")).isEqualTo("ClientClosed");
                assertThat(event.getString("closeDescription")).isEqualTo("by the client");
                assertThat(event.getDuration()).isPositive();
            }
        }
    }

    @Test
    void tellsASessionThatReachedNoServer() throws Exception {
        try (DeadPort port = new DeadPort();
                Recording recording = recording()) {
            InetSocketAddress nobody = port.address();
            try (TcpProxy proxy =
                            TcpProxy.listenOn(0).upstream(session -> nobody).start();
                    Socket socket = connect(proxy.address())) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            RecordedEvent event = only(recording);

            assertThat(event.getString("upstream")).isNull();
            assertThat(event.getString("closeReason")).isEqualTo("ConnectFailed");
        }
    }

    private static Recording recording() {
        Recording recording = new Recording();
        recording.enable(SessionEvent.NAME);
        recording.start();
        return recording;
    }

    private RecordedEvent only(Recording recording) throws IOException {
        Path file = folder.resolve("sessions.jfr");
        recording.stop();
        recording.dump(file);
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    /** @return the address the client had */
    private static String talk(InetSocketAddress proxy) throws IOException {
        try (Socket socket = connect(proxy)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(5)).hasSize(5);
            return HostPort.of((InetSocketAddress) socket.getLocalSocketAddress());
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address);
        return socket;
    }
}
