package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On which threads sessions run. */
@Timeout(60)
class SchedulerTest {
    /** The build runs all tests twice, and says which scheduler it means to be tested: none of the two may go untested unnoticed. */
    @Test
    void isTheOneThatThisRunIsMeantFor() throws Exception {
        String expected = System.getProperty("expected.scheduler");
        assumeTrue(expected != null, "this is not a run of the build");

        Place place = placeOf(TcpProxy.listenOn(0));

        assertThat(place).isInstanceOf(expected.equals("carriers") ? Carrier.class : JdkScheduling.class);
    }

    @Test
    void isTheJdksWhenAThreadFactoryIsGivenOrNoCarrierAskedFor() throws Exception {
        assertThat(placeOf(TcpProxy.listenOn(0).threadFactory(Thread.ofVirtual().factory())))
                .isInstanceOf(JdkScheduling.class);
        assertThat(placeOf(TcpProxy.listenOn(0).carriers(0))).isInstanceOf(JdkScheduling.class);
    }

    /** A JVM that does not let us tells why, and what would help. */
    @Test
    void saysWhyThereAreNoCarriers() {
        assumeTrue("jdk".equals(System.getProperty("expected.scheduler")), "this run is on carriers");

        assertThat(CarrierThreads.obstacle()).contains("does not \"opens java.lang\"");
    }

    private static @Nullable Place placeOf(TcpProxy.Builder builder) throws Exception {
        CompletableFuture<Place> place = new CompletableFuture<>();
        try (TestServer server = TestServer.echoing();
                TcpProxy proxy = builder.upstream(session -> {
                            place.complete(((LiveSession) session).place());
                            return server.address();
                        })
                        .start();
                Socket client = TestClient.connect(proxy)) {
            TestClient.exchange(client, client);
            return place.get(20, TimeUnit.SECONDS);
        }
    }
}
