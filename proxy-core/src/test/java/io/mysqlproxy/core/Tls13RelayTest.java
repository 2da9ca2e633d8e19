package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With what only TLS 1.3 has: halves that close on their own, and new keys in the middle of everything. */
class Tls13RelayTest extends TlsRelayContract {
    Tls13RelayTest() {
        super("TLSv1.3");
    }

    @Test
    void goesOnWithTheAnswerAfterTheClientHasFinished() throws Exception {
        client.shutdownOutput();
        assertThat(upstream.getInputStream().read()).isEqualTo(-1);

        TestClient.exchange(upstream, client);
        upstream.close();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(TestClient.end(plainClient)).isEqualTo("FIN");
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ClientClosed());
    }

    @Test
    void goesOnWithTheQuestionAfterTheServerHasFinished() throws Exception {
        upstream.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);

        TestClient.exchange(client, upstream);
        client.close();

        assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        assertThat(ends.nextReason()).isEqualTo(new CloseReason.ServerClosed());
    }

    /** Each of the peers asks for new keys many times while both directions are full of data. */
    @Test
    void changesKeysWhileDataFlowsBothWays() throws Exception {
        int rounds = 40;
        byte[] block = random(100_000, 9);
        CompletableFuture<Boolean> atServer = CompletableFuture.supplyAsync(() -> talk(true, rounds, block));
        CompletableFuture<Boolean> atClient = CompletableFuture.supplyAsync(() -> talk(false, rounds, block));

        CompletableFuture<Boolean> serverGot = CompletableFuture.supplyAsync(() -> listen(true, rounds, block));
        CompletableFuture<Boolean> clientGot = CompletableFuture.supplyAsync(() -> listen(false, rounds, block));

        assertThat(atServer.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(atClient.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(serverGot.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(clientGot.get(30, TimeUnit.SECONDS)).isTrue();
    }

    private boolean talk(boolean asServer, int rounds, byte[] block) {
        try {
            for (int i = 0; i < rounds; i++) {
                (asServer ? upstream : client).getOutputStream().write(block);
                // After the first handshake this is a KeyUpdate that wants one back.
                (asServer ? upstream : client).startHandshake();
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean listen(boolean asServer, int rounds, byte[] block) {
        try {
            for (int i = 0; i < rounds; i++) {
                byte[] got = (asServer ? upstream : client).getInputStream().readNBytes(block.length);
                if (!Arrays.equals(got, block)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A peer that only ever receives gets its new keys answered nevertheless. */
    @Test
    void answersARequestForNewKeysWithoutHavingAnythingToSay() throws Exception {
        for (int i = 0; i < 100; i++) {
            client.startHandshake();
            TestClient.send(client, i);
            assertThat(upstream.getInputStream().read()).isEqualTo(i);
        }
        TestClient.exchange(upstream, client);
    }
}
