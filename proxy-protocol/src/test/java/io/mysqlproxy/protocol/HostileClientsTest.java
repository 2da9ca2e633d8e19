package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are none, or none that mean well: see {@link HostileRig} for what is verified besides. */
@Timeout(120)
@Rule("R-1")
class HostileClientsTest {
    private static final int FULL_FRAME = 0xffffff;
    private static final Bytes GREETING = Talk.MYSQL_9_7_GREETING;
    private static final int GREETING_BYTES = 4 + GREETING.length();
    private static final Bytes RESPONSE = Talk.response(Talk.BASE, "p");
    private static final int RESPONSE_BYTES = 4 + RESPONSE.length();
    private static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");
    private static final Bytes ERR = Bytes.hex("ff 15 04 23 32 38 30 30 30 6e 6f");

    private static final Bytes CLIENT_HELLO_BEGIN = Bytes.hex("16 03 01 02 00 01 00 01 fc 03 03");
    private static final Bytes HTTP = Bytes.utf8("GET / HTTP/1.1\r\nHost: db:3306\r\nUser-Agent: probe\r\n\r\n");

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
    @Rule({"DET-4", "UNS-4"})
    void speakHttpAtOnce() throws Exception {
        Story told = rig.play(
                client -> client.send(HTTP),
                server ->
                        server.awaitReceived(HTTP.length()).packet(0, GREETING).packet(1, ERR));

        assertThat(told.lines()).containsExactly("<< HandshakeV10", "<< Err", ">> truncated after " + HTTP.length());
    }

    @Test
    @Rule("DET-4")
    void beginTlsAtOnce() throws Exception {
        Story told = rig.play(
                client -> client.send(CLIENT_HELLO_BEGIN)
                        .awaitReceived(GREETING_BYTES)
                        .send(garbage(1, 1 << 20), 8),
                server -> server.awaitReceived(CLIENT_HELLO_BEGIN.length())
                        .packet(0, GREETING)
                        .send(garbage(2, 1 << 20), 8));

        assertThat(told.counts().keySet()).contains("<< HandshakeV10").hasSize(2);
    }

    @Test
    void sendGarbageAndGetGarbageBack() throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            byte[] up = garbage(seed, 1 << 16);
            byte[] down = garbage(~seed, 1 << 16);

            Story told = rig.play(client -> client.send(up, 64), server -> server.send(down, 64));

            assertThat(told.counts().keySet())
                    .as("seed " + seed)
                    .anyMatch(line -> line.startsWith("opaque") || line.contains("truncated"));
        }
    }

    @Test
    @Rule({"LIM-1", "LIM-5"})
    void logInWithSixteenMegabytesThatLieAboutTheirLength() throws Exception {
        Bytes lying = new WireWriter()
                .bytes(Talk.response(Talk.BASE | 0x0010_0000, "p"))
                .bytes(Bytes.hex("fe ff ff ff ff ff ff ff ff 01"))
                .toBytes();

        Story told = rig.play(
                client -> client.awaitReceived(GREETING_BYTES).longFrame(1, FULL_FRAME - 1, lying),
                server -> server.packet(0, GREETING)
                        .awaitReceived(4 + FULL_FRAME - 1)
                        .packet(2, ERR));

        assertThat(told.lines()).containsExactly("<< HandshakeV10", ">> HandshakeResponse41 [SHORTENED]", "<< Err");
    }

    @Test
    @Rule({"LIM-10", "FRM-5"})
    void answerWithEmptyPacketsWithoutEnd() throws Exception {
        int rounds = 2_000;
        byte[] empty = Peer.frames(2, Bytes.EMPTY);

        Story told = rig.play(
                client ->
                        client.awaitReceived(GREETING_BYTES).packet(1, RESPONSE).send(empty, rounds),
                server -> server.packet(0, GREETING)
                        .awaitReceived(RESPONSE_BYTES + (long) empty.length * rounds)
                        .packet(2, ERR));

        assertThat(told.lines())
                .containsExactly(
                        "<< HandshakeV10",
                        ">> HandshakeResponse41",
                        ">> AuthSwitchResponse x " + rounds * 256,
                        "<< Err");
    }

    @Test
    @Rule({"LIM-9", "LIM-10"})
    void sendEmptyCommandsWithoutEnd() throws Exception {
        byte[] empty = Peer.commands(100_000, Bytes.EMPTY);

        Story told = rig.play(client -> logIn(client).send(empty, 10), HostileClientsTest::logInServer);

        assertThat(told.lines().subList(3, 5)).containsExactly(">> COM_SLEEP x 10001", "opaque DESYNCHRONIZED");
    }

    @Test
    @Rule({"LIM-9", "QUE-3"})
    void sendTenThousandCommandsBeforeTheFirstIsAnswered() throws Exception {
        byte[] pings = Peer.commands(10_000, Bytes.hex("0e"));
        byte[] answers = Peer.frame(1, OK);

        Story told = rig.play(client -> logIn(client).send(pings), server -> {
            logInServer(server);
            server.awaitReceived(RESPONSE_BYTES + pings.length).send(answers, 10_000);
        });

        assertThat(told.lines().subList(3, 5)).containsExactly(">> COM_PING x 10000", "<< Ok x 10000");
    }

    /** MySQL answers a malformed COM_STMT_CLOSE with an error, or else the client's bytes were not what they seemed: each of them is given up when another packet comes. */
    @Test
    @Rule({"LIM-9", "NOR-1"})
    void sendTenThousandMalformedCommandsThatNobodyAnswers() throws Exception {
        byte[] closes = Peer.commands(9_999, Bytes.hex("19"));

        Story told = rig.play(client -> logIn(client).send(closes).packet(0, Bytes.hex("0e")), server -> {
            logInServer(server);
            server.awaitReceived(RESPONSE_BYTES + closes.length + 5).packet(1, OK);
        });

        assertThat(told.lines().subList(3, 6))
                .containsExactly(">> COM_STMT_CLOSE undecodable x 9999", ">> COM_PING", "<< Ok");
    }

    @Test
    @Rule({"LIM-9", "LIM-18"})
    void changeTheUserAgainAndAgainBeforeTheFirstIsAnswered() throws Exception {
        Bytes change = Bytes.hex("11 75 00 00 00");
        byte[] changes = Peer.commands(5_000, change);

        Story told = rig.play(client -> logIn(client).send(changes), server -> {
            logInServer(server);
            server.awaitReceived(RESPONSE_BYTES + changes.length).send(Peer.frame(1, OK), 5_000);
        });

        assertThat(told.lines().subList(3, 5)).containsExactly(">> COM_CHANGE_USER x 5000", "<< Ok x 5000");
    }

    @Test
    @Rule("LIM-22")
    void hangUpBeforeTheAnswer() throws Exception {
        Story told = rig.play(
                client -> logIn(client).packet(0, Bytes.utf8("\u0003SELECT 1")).finish(), server -> {
                    logInServer(server);
                    server.awaitEnd().packet(1, OK);
                });

        assertThat(told.lines())
                .containsExactly("<< HandshakeV10", ">> HandshakeResponse41", "<< Ok", ">> COM_QUERY", "<< Ok");
    }

    @Test
    @Rule({"LIM-1", "LIM-12", "UNS-4"})
    void sendAQueryThatNeverEnds() throws Exception {
        Story told = rig.play(
                client -> logIn(client)
                        .longFrame(0, FULL_FRAME, Bytes.utf8("\u0003SELECT '"))
                        .longFrame(1, 7, Bytes.EMPTY)
                        .longFrame(0, FULL_FRAME, Bytes.utf8("\u0003SELECT '"))
                        .longFrame(1, FULL_FRAME, Bytes.EMPTY),
                HostileClientsTest::logInServer);

        assertThat(told.lines().subList(3, 5))
                .containsExactly(">> COM_QUERY [SHORTENED]", ">> truncated after " + 2 * (4 + FULL_FRAME));
    }

    @Test
    @Rule("DET-1")
    void sendAProxyHeaderThatNeverEnds() throws Exception {
        byte[] line = "A".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

        Story told = rig.play(client -> client.send(Bytes.utf8("PROXY TCP4 ")).send(line, 16), server -> {});

        // Without its end it is no header, and the first three letters are the length of a packet.
        assertThat(told.lines())
                .containsExactly(">> Unexpected [SEQUENCE, SHORTENED, UNEXPECTED]", "opaque CLIENT_SPOKE_FIRST");
    }

    @Test
    @Rule("DET-1")
    void sendTheLargestProxyHeader() throws Exception {
        Bytes beginning = Bytes.hex("0d0a0d0a000d0a515549540a 21 11 ff ff");
        byte[] addresses = garbage(3, 65_535);

        Story told = rig.play(
                client -> client.send(beginning)
                        .send(addresses)
                        .awaitReceived(GREETING_BYTES)
                        .packet(1, RESPONSE),
                server -> server.awaitReceived(16 + addresses.length)
                        .packet(0, GREETING)
                        .awaitReceived(16L + addresses.length + RESPONSE_BYTES)
                        .packet(2, OK));

        assertThat(told.lines())
                .containsExactly(">> ProxyHeader", "<< HandshakeV10", ">> HandshakeResponse41", "<< Ok");
    }

    /** Each byte waits until the one before it has arrived, so that no two travel together. */
    @Test
    @Rule({"LIM-11", "CON-6"})
    void sendOneByteAtATime() throws Exception {
        HostileRig.Pair pair = rig.connect();
        pair.client().read();
        pair.server().read();

        rig.play(
                pair,
                client -> {
                    client.awaitReceived(GREETING_BYTES);
                    slowly(client, pair.server(), Peer.frame(1, RESPONSE));
                    client.awaitReceived(GREETING_BYTES + 11);
                    slowly(client, pair.server(), Peer.commands(100, Bytes.utf8("\u0003SELECT 1")));
                },
                server -> {
                    slowly(server, pair.client(), Peer.frame(0, GREETING));
                    server.awaitReceived(RESPONSE_BYTES);
                    slowly(server, pair.client(), Peer.frame(2, OK));
                    server.awaitReceived(RESPONSE_BYTES + 100 * 13);
                    slowly(server, pair.client(), Peer.commands(100, OK));
                });

        assertThat(rig.end(pair).lines())
                .containsExactly(
                        "<< HandshakeV10",
                        ">> HandshakeResponse41",
                        "<< Ok",
                        ">> COM_QUERY x 100",
                        "<< Ok [SEQUENCE] x 100");
    }

    /** Peers that stopped in the middle of a packet each, and stay. They cost what they have sent, up to the limit. */
    @Test
    @Rule({"LIM-12", "UNS-4"})
    void fallSilentInTheMiddleOfAPacket() throws Exception {
        int sessions = 40;
        int begun = 300_000;
        List<HostileRig.Pair> silent = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            HostileRig.Pair pair = rig.connect();
            pair.client().read();
            pair.server().read();
            Bytes header = new WireWriter().int3(FULL_FRAME).int1(0).toBytes();
            rig.play(
                    pair,
                    client -> client.send(header).send(garbage(4, begun)),
                    server -> server.send(header).send(garbage(5, begun)));
            silent.add(pair);
        }

        rig.keepAsking(() -> true);

        // Two packets of 128 KiB each in every session, and the buffers of this test's readers.
        assertThat(rig.heapGrowth()).isLessThan(HostileRig.HEAP_BOUND + sessions * 2L * (128 + 16) * 1024);
        for (HostileRig.Pair pair : silent) {
            assertThat(rig.end(pair).counts())
                    .isEqualTo(Map.of(">> truncated after 300004", 1L, "<< truncated after 300004", 1L));
        }
    }

    private static void slowly(Peer from, Peer to, byte[] bytes) throws Exception {
        long before = from.sent();
        for (int i = 0; i < bytes.length; i++) {
            from.send(new byte[] {bytes[i]});
            to.awaitReceived(before + i + 1);
        }
    }

    private static Peer logIn(Peer client) throws Exception {
        return client.awaitReceived(GREETING_BYTES).packet(1, RESPONSE).awaitReceived(GREETING_BYTES + 4 + OK.length());
    }

    private static void logInServer(Peer server) throws Exception {
        server.packet(0, GREETING).awaitReceived(RESPONSE_BYTES).packet(2, OK);
    }

    private static byte[] garbage(int seed, int length) {
        byte[] garbage = new byte[length];
        new SplittableRandom(seed).nextBytes(garbage);
        return garbage;
    }
}
