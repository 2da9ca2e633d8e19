package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user is told whose code blocks carriers. */
@Timeout(60)
class CarrierWatchTest {
    private final PrintStream usual = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final AtomicReference<Carrier> carrier = new AtomicReference<>();

    @BeforeEach
    void readTheLog() {
        assumeTrue(CarrierThreads.obstacle().isEmpty(), "this run is on the JDK's scheduler");
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void readItNoMore() {
        System.setErr(usual);
    }

    @Test
    void aTapThatBlocksItsCarrierAgainAndAgainIsToldOnce() throws Exception {
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .carriers(1)
                        .upstream(session -> {
                            carrier.set((Carrier) ((LiveSession) session).place());
                            return server.address();
                        })
                        .tap(session -> (direction, bytes) -> blockUntilTakenOver(direction))
                        .start();
                Socket client = TestClient.connect(proxy)) {
            block(client, 5);
            assertThat(warnings()).isZero();

            block(client, 7);

            await().until(() -> warnings() == 1);
            assertThat(logged.toString(StandardCharsets.UTF_8))
                    .contains("proxy-carrier-1", "for the 10th time", "user code blocks it");
        }
        assertThat(warnings()).isEqualTo(1);
    }

    private void block(Socket client, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            TestClient.exchange(client, client);
            await().until(() -> carrier.get().stuckThreads() == 0);
        }
    }

    /** Without parking, as a computation does, or a lock on Java 21. */
    private void blockUntilTakenOver(Direction direction) {
        while (direction == Direction.CLIENT_TO_SERVER && carrier.get().stuckThreads() == 0) {
            Thread.onSpinWait();
        }
    }

    private long warnings() {
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("did not come back from a session's thread"))
                .count();
    }
}
