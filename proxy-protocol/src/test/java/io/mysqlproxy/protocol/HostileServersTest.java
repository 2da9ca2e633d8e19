package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that say too much: see {@link HostileRig} for what is verified besides. */
@Timeout(120)
@Rule("R-1")
class HostileServersTest {
    private static final int FULL_FRAME = 0xffffff;
    private static final Bytes GREETING_WITHOUT_END = Bytes.hex("0a 39 2e 37");
    private static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");
    private static final Bytes ERR = Bytes.hex("ff 15 04 23 32 38 30 30 30 6e 6f");
    private static final Bytes PING = Bytes.hex("0e");

    private static final long SESSION_TRACK = 0x0080_0000;
    private static final int LOGIN_BYTES = 4 + Talk.MYSQL_9_7_GREETING.length() + 4 + OK.length();

    private HostileRig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new HostileRig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    @Rule({"LIM-1", "LIM-13"})
    void greetWithAVersionThatFillsSixteenMegabytes() throws Exception {
        Story told = rig.play(
                client -> {},
                server -> server.longFrame(0, FULL_FRAME - 1, GREETING_WITHOUT_END)
                        .longFrame(1, FULL_FRAME - 1, GREETING_WITHOUT_END));

        assertThat(told.lines()).containsExactly("<< HandshakeV10 [SHORTENED] undecodable", "opaque NOT_MYSQL");
    }

    @Test
    @Rule({"LIM-12", "UNS-4"})
    void greetWithAPacketThatNeverEnds() throws Exception {
        Story told = rig.play(
                client -> {},
                server -> server.longFrame(0, FULL_FRAME, GREETING_WITHOUT_END)
                        .longFrame(1, FULL_FRAME, GREETING_WITHOUT_END)
                        .longFrame(2, FULL_FRAME, GREETING_WITHOUT_END));

        assertThat(told.lines()).containsExactly("<< truncated after " + 3 * (4 + FULL_FRAME));
    }

    @Test
    @Rule("LIM-18")
    void switchPluginsWithoutEnd() throws Exception {
        int rounds = 300;
        byte[] switches = Peer.frames(2, switchTo("plugin"));
        byte[] answers = Peer.frames(1, Bytes.EMPTY);
        Peer.Script client = peer -> peer.awaitReceived(4 + Talk.MYSQL_9_7_GREETING.length())
                .packet(1, Talk.response(Talk.BASE, "caching_sha2_password"))
                .awaitReceived(4 + Talk.MYSQL_9_7_GREETING.length() + switches.length)
                // Sequence id 0 would be a command.
                .send(Arrays.copyOf(answers, answers.length - 4), rounds);
        Peer.Script server = peer -> peer.packet(0, Talk.MYSQL_9_7_GREETING)
                .awaitReceived(
                        4 + Talk.response(Talk.BASE, "caching_sha2_password").length())
                .send(switches, rounds)
                .packet(2, switchTo("p".repeat(60_000)))
                .packet(3, ERR);

        Story told = rig.play(client, server);

        assertThat(sumOf(told.counts(), "<< AuthSwitchRequest")).isEqualTo(rounds * 256 + 1);
        assertThat(told.counts().keySet()).noneMatch(line -> line.contains("opaque") || line.contains("undecodable"));
    }

    @Test
    @Rule("LIM-18")
    void sendMoreAuthenticationDataWithoutEnd() throws Exception {
        Bytes response = Talk.response(Talk.BASE, "caching_sha2_password");
        byte[] more = Peer.frames(2, Bytes.hex("01 04 05 06 07"));

        Story told = rig.play(
                client -> client.awaitReceived(4 + Talk.MYSQL_9_7_GREETING.length())
                        .packet(1, response),
                server -> server.packet(0, Talk.MYSQL_9_7_GREETING)
                        .awaitReceived(4 + response.length())
                        .send(more, 600)
                        .longFrame(2, FULL_FRAME, Bytes.hex("01"))
                        .longFrame(3, FULL_FRAME - 1, Bytes.hex("01"))
                        .packet(4, ERR));

        assertThat(told.lines())
                .containsExactly(
                        "<< HandshakeV10",
                        ">> HandshakeResponse41",
                        "<< AuthMoreData x " + 600 * 256,
                        "<< AuthMoreData [SHORTENED]",
                        "<< Err");
    }

    @Test
    @Rule({"LIM-2", "LIM-7"})
    void announceSessionStateOfAbsurdLength() throws Exception {
        List<Bytes> replies = List.of(
                okWithState("fe ff ff ff ff ff ff ff ff"),
                okWithState("fe ff ff ff ff ff ff ff 7f 00"),
                okWithState("fd ff ff ff 01 02 01"),
                okWithState("0b 00 fe ff ff ff ff ff ff ff ff 01"),
                okWithState("03 01 fc ff"),
                okWithState("ff"),
                okWithState("fc 00 40 " + "63 00 ".repeat(8192)),
                okWithState("fc"));
        Peer.Script server = peer -> {
            logInAndAwait(peer, Talk.BASE | SESSION_TRACK, replies.size() * 5);
            for (Bytes reply : replies) {
                peer.packet(1, reply);
            }
        };

        Story told = rig.play(
                client -> logIn(client, Talk.BASE | SESSION_TRACK, Peer.commands(replies.size(), PING)), server);

        assertThat(told.counts().keySet()).noneMatch(line -> line.startsWith("opaque"));
        assertThat(sumOf(told.counts(), "<< Ok")).isEqualTo(1 + replies.size());
    }

    @Test
    @Rule({"LIM-2", "LIM-3"})
    void announceMoreColumnsThanThereAreNumbers() throws Exception {
        Story told =
                rig.play(client -> logIn(client, Talk.BASE, Peer.commands(1, Bytes.utf8("\u0003SELECT"))), server -> {
                    logInAndAwait(server, Talk.BASE, 4 + 7);
                    server.packet(1, "fe ff ff ff ff ff ff ff ff").longFrame(2, FULL_FRAME, Bytes.hex("03"));
                });

        assertThat(told.lines().subList(3, 6))
                .containsExactly(">> COM_QUERY", "<< Unexpected [UNEXPECTED]", "desynchronized MISPLACED_PACKET");
    }

    @Test
    @Rule("LIM-1")
    void sendRowsToAClientThatNeverReads() throws Exception {
        long offered = 64L * 1024 * 1024;
        byte[] rows = Peer.frames(4, row());
        int rounds = Math.toIntExact(offered / rows.length);
        HostileRig.Pair pair = rig.connect();
        pair.server().read();
        Future<?> client = HostileRig.start(
                pair.client(),
                peer -> peer.readOnly(4 + Talk.MYSQL_9_7_GREETING.length())
                        .packet(1, Talk.response(Talk.BASE, "p"))
                        .readOnly(4 + OK.length())
                        .packet(0, Bytes.utf8("\u0003SELECT")));
        Future<?> flood = HostileRig.start(pair.server(), server -> {
            logInAndAwait(server, Talk.BASE, 4 + 7);
            server.packet(1, "01")
                    .packet(2, "03 64 65 66")
                    .send(Peer.frame(3, Bytes.hex("fe 00 00 02 00")))
                    .send(rows, rounds);
        });

        Stall stall = new Stall(pair.server());
        rig.keepAsking(stall::isReached);

        assertThat(pair.server().sent()).isLessThan(offered / 2);
        assertThat(rig.heapGrowth()).isLessThan(HostileRig.HEAP_BOUND);
        pair.client().read();
        rig.keepAsking(flood::isDone);
        HostileRig.join(flood);
        HostileRig.join(client);
        pair.client().awaitReceived(pair.server().sent());
        assertThat(sumOf(rig.end(pair).counts(), "<< TextResultsetRow")).isEqualTo(256L * rounds);
    }

    /** The flood stands still: not a byte of it moved during hundreds of questions and answers of the honest session. */
    private static final class Stall {
        private static final int ROUNDS = 500;

        private final Peer flooding;
        private long lastSent = -1;
        private int rounds;

        Stall(Peer flooding) {
            this.flooding = flooding;
        }

        boolean isReached() {
            long sent = flooding.sent();
            rounds = sent == lastSent ? rounds + 1 : 0;
            lastSent = sent;
            return sent > LOGIN_BYTES && rounds > ROUNDS;
        }
    }

    private static Bytes row() {
        return new WireWriter().stringLenEnc(Bytes.utf8("r".repeat(200))).toBytes();
    }

    private static Bytes switchTo(String plugin) {
        return new WireWriter()
                .int1(0xfe)
                .stringNul(Bytes.utf8(plugin))
                .bytes(Bytes.utf8("scramble"))
                .int1(0)
                .toBytes();
    }

    /** An OK whose status says that the session's state has changed, an empty text, and this. */
    private static Bytes okWithState(String hex) {
        return Bytes.hex("00 00 00 02 40 00 00 00 " + hex);
    }

    private static void logIn(Peer client, long capabilities, byte[] then) throws Exception {
        client.awaitReceived(4 + Talk.MYSQL_9_7_GREETING.length())
                .packet(1, Talk.response(capabilities, "p"))
                .awaitReceived(LOGIN_BYTES)
                .send(then);
    }

    private static void logIn(Peer server, long capabilities) throws Exception {
        server.packet(0, Talk.MYSQL_9_7_GREETING)
                .awaitReceived(4 + Talk.response(capabilities, "p").length())
                .packet(2, OK);
    }

    private static void logInAndAwait(Peer server, long capabilities, int bytes) throws Exception {
        logIn(server, capabilities);
        server.awaitReceived(4 + Talk.response(capabilities, "p").length() + bytes);
    }

    private static long sumOf(Map<String, Long> counts, String beginning) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beginning))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
