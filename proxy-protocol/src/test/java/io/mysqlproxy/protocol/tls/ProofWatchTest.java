package io.mysqlproxy.protocol.tls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MariaDB 11.4.5 and MariaDB Connector/J 4.0.0 said to each other inside TLS on 2026-11-27, and variants of it. */
class ProofWatchTest {
    private static final Bytes GREETING = Bytes.hex(
            "520000000a31312e342e352d4d617269614442000500000033606b793e68722400"
                    + "feff080200ff81150000000000001d0000005976636e7e4f4e77312c2679006d7973716c5f6e61746976655f70617373776f726400");
    private static final Bytes SSL_REQUEST =
            Bytes.hex("2000000182abbe010000004008000000000000000000000000000000000000000c000000");
    /** Of a client that is not MariaDB's. */
    private static final Bytes OTHER_SSL_REQUEST =
            Bytes.hex("2000000183abbe010000004008000000000000000000000000000000000000000c000000");

    private static final Bytes OK_WITH_PROOF =
            Bytes.hex("490000030000000200000041014445374132353145333942373336443746383536383232334531303043"
                    + "3132434633423542414444433433363344463033334643443134373631354530463730");
    private static final Bytes OK = Bytes.hex("0700000300000002000000");
    private static final Bytes ERR = Bytes.hex("0f000003ff150423323830303044656e696564");
    private static final Bytes SWITCH = Bytes.hex("19000003fe6d7973716c5f6e61746976655f70617373776f726400 31 00");
    private static final Bytes QUIT = Bytes.hex("0100000001");

    /** Gives what it is told to, so many bytes at a time, and keeps what it is given. */
    private static final class Server implements Endpoint {
        private final int slice;
        private ByteBuffer ready = ByteBuffer.allocate(0);
        private Bytes written = Bytes.EMPTY;

        Server(int slice) {
            this.slice = slice;
        }

        @Override
        public int read(ByteBuffer buffer) {
            int count = Math.min(slice, Math.min(ready.remaining(), buffer.remaining()));
            buffer.put(ready.slice(ready.position(), count));
            ready.position(ready.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public void write(ByteBuffer buffer) {
            written = Bytes.hex(written.toHex() + Bytes.copyOf(buffer).toHex());
        }

        @Override
        public void shutdownOutput() {}

        @Override
        public void reset() {}

        @Override
        public void close() {}

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress(1);
        }

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress(2);
        }
    }

    private final Server server = new Server(Integer.MAX_VALUE);

    private ProofWatch watch(Bytes greeting, Bytes sslRequest) {
        return watch(server, greeting, sslRequest);
    }

    private static ProofWatch watch(Server server, Bytes greeting, Bytes sslRequest) {
        Greeting read = requireNonNull(Greeting.read(greeting.asByteBuffer()));
        return new ProofWatch(server, read, sslRequest.asByteBuffer());
    }

    /** The server says this; what the client gets of it. */
    private static Bytes say(Server server, ProofWatch watch, Bytes packets) throws IOException {
        server.ready = packets.asByteBuffer();
        // Something else is in the buffer already, as in a pump's.
        ByteBuffer buffer = ByteBuffer.allocate(10_000).position(7);
        while (watch.read(buffer) > 0) {}
        return Bytes.copyOf(buffer.flip().position(7));
    }

    @Test
    @Rule("AUT-6")
    void knowsWhenTheClientSaysNothingToTheProof() throws IOException {
        ProofWatch watch = watch(GREETING, SSL_REQUEST);
        assertThat(watch.isClientSilentSinceProof()).isFalse();

        say(server, watch, OK_WITH_PROOF);

        assertThat(watch.isClientSilentSinceProof()).isTrue();
    }

    @Test
    void knowsWhenTheClientGoesOn() throws IOException {
        ProofWatch watch = watch(GREETING, SSL_REQUEST);
        say(server, watch, OK_WITH_PROOF);

        watch.write(QUIT.asByteBuffer());

        assertThat(watch.isClientSilentSinceProof()).isFalse();
        assertThat(server.written).isEqualTo(QUIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 76, 10_000})
    void changesNothingHoweverTheBytesAreSliced(int slice) throws IOException {
        Server sliced = new Server(slice);
        ProofWatch watch = watch(sliced, GREETING, SSL_REQUEST);
        Bytes all = Bytes.hex(SWITCH.toHex() + OK_WITH_PROOF.toHex());

        assertThat(say(sliced, watch, all)).isEqualTo(all);

        assertThat(watch.isClientSilentSinceProof()).isTrue();
    }

    @Test
    void looksForTheProofOnlyWhereTheLogInEnds() throws IOException {
        ProofWatch refused = watch(GREETING, SSL_REQUEST);
        ProofWatch letIn = watch(GREETING, SSL_REQUEST);

        say(server, refused, Bytes.hex(ERR.toHex() + OK_WITH_PROOF.toHex()));
        say(server, letIn, Bytes.hex(OK.toHex() + OK_WITH_PROOF.toHex()));

        assertThat(refused.isClientSilentSinceProof()).isFalse();
        assertThat(letIn.isClientSilentSinceProof()).isFalse();
    }

    @Test
    void leavesClientsAndServersOfOtherMakersAlone() throws IOException {
        ProofWatch otherClient = watch(GREETING, OTHER_SSL_REQUEST);
        ProofWatch otherServer = watch(Bytes.of(TlsPeers.frame(0, Talk.MYSQL_9_7_GREETING)), SSL_REQUEST);

        say(server, otherClient, OK_WITH_PROOF);
        say(server, otherServer, OK_WITH_PROOF);

        assertThat(otherClient.isClientSilentSinceProof()).isFalse();
        assertThat(otherServer.isClientSilentSinceProof()).isFalse();
    }

    @Test
    void passesOnWhatIsNoPacketOfALogIn() throws IOException {
        for (Bytes odd : new Bytes[] {
            Bytes.hex("00000003"), Bytes.hex("0300000300fdff"), Bytes.hex("ffffff03" + "00".repeat(5000))
        }) {
            ProofWatch watch = watch(GREETING, SSL_REQUEST);
            assertThat(say(server, watch, odd)).isEqualTo(odd);
            assertThat(watch.isClientSilentSinceProof()).isFalse();
        }
    }
}
