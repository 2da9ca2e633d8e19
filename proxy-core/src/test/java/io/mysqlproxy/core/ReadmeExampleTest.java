package io.mysqlproxy.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The example of the README, kept true. */
class ReadmeExampleTest {
    private final TestServer database = TestServer.echoing();

    @Test
    void countsTheBytesThatPass() throws IOException {
        AtomicLong seen = new AtomicLong();
        // README: begin
        try (TcpProxy proxy = TcpProxy.listenOn(0)
                .upstream("localhost", database.port())
                .tap(session -> (direction, bytes) -> seen.addAndGet(bytes.remaining()))
                .start()) {
            talkTo(proxy.port());
        }
        // README: end
        assertThat(seen).hasValue(10);
        database.close();
    }

    private static void talkTo(int port) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write("hello".getBytes(UTF_8));
            assertThat(client.getInputStream().readNBytes(5)).asString(UTF_8).isEqualTo("hello");
        }
    }
}
