package io.mysqlproxy.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process that runs out of file descriptors, and recovers. */
@Timeout(120)
class NoDescriptorsTest {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final int DESCRIPTORS = 60;

    @TempDir
    private Path folder;

    /** What the process runs: a proxy to the port given, which prints its own port and ends with its input. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            TcpProxy.Builder builder = TcpProxy.listenOn(0)
                    .upstream("127.0.0.1", Integer.parseInt(args[0]))
                    .closeGrace(Duration.ZERO);
            // Tests read their classes from a folder, which takes a descriptor each: those of the end are loaded while
            // there are some.
            builder.start().close();
            try (TcpProxy proxy = builder.start()) {
                System.out.println(proxy.port());
                while (System.in.read() >= 0) {}
            }
        }
    }

    @Test
    void waitsAndGoesOn() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "needs a shell with ulimit");
        Path log = folder.resolve("log");
        try (TestServer server = TestServer.echoing()) {
            Process child = new ProcessBuilder(
                            SHELL.toString(),
                            "-c",
                            "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                            "child",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            Integer.toString(server.port()))
                    .redirectError(log.toFile())
                    .start();
            try (BufferedReader out = child.inputReader(UTF_8)) {
                int port = Integer.parseInt(Optional.ofNullable(out.readLine()).orElse("-1"));
                passesAByte(port);
                List<Socket> crowd = new ArrayList<>();
                for (int i = 0; i < DESCRIPTORS; i++) {
                    crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
                }
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> Files.readString(log).contains("cannot accept clients on 127.0.0.1:" + port));
                for (Socket each : crowd) {
                    each.close();
                }
                // A session that finds no descriptor for its server is reset, which is not the end of the trouble yet.
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(IOException.class)
                        .until(() -> {
                            passesAByte(port);
                            return Files.readString(log).contains("accepting clients on 127.0.0.1:" + port + " again");
                        });

                child.getOutputStream().close();
                assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(child.exitValue()).isZero();
                // One line when it begins and one when it is over, per episode, of which there are few.
                assertThat(Files.readString(log).lines().filter(line -> line.contains("WARN")))
                        .hasSizeLessThan(20);
            } finally {
                child.destroyForcibly();
            }
        }
    }

    private static void passesAByte(int port) throws IOException {
        try (Socket client = TestClient.limited(new Socket(InetAddress.getLoopbackAddress(), port))) {
            TestClient.exchange(client, client);
        }
    }
}
