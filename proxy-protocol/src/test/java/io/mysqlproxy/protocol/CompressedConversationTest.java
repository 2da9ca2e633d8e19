package io.mysqlproxy.protocol;

import static io.mysqlproxy.protocol.CompressedFrames.packet;
import static io.mysqlproxy.protocol.CompressedTalk.COMPRESS;
import static io.mysqlproxy.protocol.CompressedTalk.OK;
import static io.mysqlproxy.protocol.CompressedTalk.ZSTD;
import static io.mysqlproxy.protocol.CompressedTalk.ok;
import static io.mysqlproxy.protocol.CompressedTalk.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompressedConversationTest {
    private static final Bytes COUNT = Bytes.hex("01");
    private static final Bytes DEFINITION =
            Bytes.hex("03 64 65 66 00 00 00 01 61 00 0c 2d 00 04 00 00 00 fd 00 00 00 00 00");
    private static final Bytes ROW = Bytes.hex("01 31");
    private static final Bytes END = Bytes.hex("fe 00 00 02 00 00 00");
    private static final Bytes END_WITH_MORE = Bytes.hex("fe 00 00 0a 00 00 00");

    @Test
    @Rule({"AUT-5", "CMP-1", "CMP-2"})
    void beginsBehindTheOkOfTheLogIn() {
        Talk talk = new Talk().greeted(Talk.MYSQL_9_7_GREETING);
        assertThat(talk.state().compression()).isEmpty();

        talk.login(Talk.BASE | COMPRESS);

        assertThat(talk.told()).endsWith("<< 2 Ok", "compressed ZLIB");
        assertThat(talk.state().compression()).contains(CompressionAlgorithm.ZLIB);
        assertThat(talk.phase()).isEqualTo(new Phase.Commands());
    }

    @Test
    @Rule("CMP-1")
    void isZlibWhereBothAreAgreedOnAndZstdWhereItIsAlone() {
        assertThat(Talk.loggedIn(Talk.BASE | COMPRESS | ZSTD).state().compression())
                .contains(CompressionAlgorithm.ZLIB);
        assertThat(Talk.loggedIn(Talk.BASE | ZSTD).state().compression()).contains(CompressionAlgorithm.ZSTD);
        assertThat(Talk.loggedIn(Talk.BASE).state().compression()).isEmpty();
    }

    @Test
    @Rule({"CMP-1", "CMP-16"})
    void isNoneWhereTheServerDoesNotOfferIt() {
        assertThat(Talk.loggedInToMariaDb(Talk.BASE | ZSTD).state().compression())
                .isEmpty();
    }

    @Test
    @Rule("CMP-2")
    void doesNotBeginWhereTheLogInIsRefused() {
        Talk talk = new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE | COMPRESS, "caching_sha2_password"))
                .server(2, "ff 15 04 23 32 38 30 30 30 6e 6f");

        assertThat(talk.told()).endsWith("<< 2 Err");
        assertThat(talk.state().compression()).isEmpty();
    }

    @Test
    void decodesCommandsAndRepliesWithEitherAlgorithm() {
        for (CompressedTalk talk : List.of(CompressedTalk.zlib(), CompressedTalk.zstd())) {
            talk.command(3, "select 1")
                    .server(1, packet(1, COUNT), packet(2, DEFINITION), packet(3, ROW), packet(4, END))
                    .command(1, "");

            assertThat(talk.told())
                    .containsExactly(
                            ">> 0 COM_QUERY",
                            "<< 1 ColumnCount",
                            "<< 2 ColumnDefinition",
                            "<< 3 TextResultsetRow",
                            "<< 4 Ok",
                            ">> 0 COM_QUIT");
            assertThat(talk.exchanges())
                    .containsExactly("1 COM_QUERY OK results=1 columns=1 rows=1: select 1", "2 COM_QUIT NO_REPLY");
        }
    }

    @Test
    @Rule("CMP-15")
    void decodesZstdOfAnyLevel() {
        Bytes text = Bytes.utf8("\u0003select '" + "all work and no play ".repeat(500) + "'");
        Bytes content = packet(0, text);
        for (int level = 1; level <= 22; level++) {
            byte[] body = com.github.luben.zstd.Zstd.compress(content.toArray(), level);
            Talk talk = CompressedTalk.zstd().talk();

            talk.bytes(
                    Direction.CLIENT_TO_SERVER,
                    CompressedFrames.frame(body.length, 0, content.length(), Bytes.of(body)));

            assertThat(talk.messages()).as("level " + level).hasSize(1);
            assertThat(talk.lastMessage().unsafeEncoded()).isEqualTo(text);
        }
    }

    /** Seen of MySQL 9.7: at each flush the server takes the compressed frame's id over into the packets'. */
    @Test
    @Rule("CMP-7")
    void mindsNoIdsOfPackets() {
        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, packet(9, "\u0003select 1; select 2"))
                .server(1, packet(1, COUNT), packet(2, DEFINITION), packet(3, ROW), packet(4, END_WITH_MORE))
                .server(2, packet(2, COUNT), packet(3, DEFINITION), packet(4, ROW), packet(5, END));

        assertThat(talk.told())
                .containsExactly(
                        ">> 9 COM_QUERY",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 TextResultsetRow",
                        "<< 4 Ok",
                        "<< 2 ColumnCount",
                        "<< 3 ColumnDefinition",
                        "<< 4 TextResultsetRow",
                        "<< 5 Ok");
        assertThat(talk.exchanges()).hasSize(1);
    }

    @Test
    @Rule("CMP-8")
    void countsCompressedFramesInBothDirectionsTogether() {
        Bytes command = query(3, "select 1");
        CompressedTalk talk = CompressedTalk.zlib();

        talk.talk()
                .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(0, command.slice(0, 3)))
                .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(1, command.slice(3, command.length())));
        talk.server(2, ok()).command(3, "select 2").server(4, ok());

        assertThat(talk.told()).containsExactly(">> 0 COM_QUERY", "<< 1 Ok", ">> 0 COM_QUERY", "<< 1 Ok [SEQUENCE]");
    }

    @Test
    @Rule({"CMP-8", "QUE-3"})
    void takesCommandsInFramesOfTheirOwnForPipelined() {
        CompressedTalk talk = CompressedTalk.zlib()
                .command(3, "select 1")
                .command(3, "select 2")
                .server(1, ok())
                .server(1, ok());

        assertThat(talk.told()).containsExactly(">> 0 COM_QUERY", ">> 0 COM_QUERY", "<< 1 Ok", "<< 1 Ok");
        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK: select 1", "2 COM_QUERY OK: select 2");
    }

    @Test
    @Rule({"CMP-10", "QUE-6"})
    void waitsForNoReplyToCommandsBehindAnotherOneInTheSameFrame() {
        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, query(3, "select 1"), query(3, "select 2"), query(3, "select 3"))
                .server(1, ok())
                .command(3, "select 4")
                .server(1, ok());

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        ">> 0 COM_QUERY [LOST_PIPELINED]",
                        ">> 0 COM_QUERY [LOST_PIPELINED]",
                        "<< 1 Ok",
                        ">> 0 COM_QUERY",
                        "<< 1 Ok");
        assertThat(talk.exchanges())
                .containsExactly(
                        "1 COM_QUERY OK: select 1",
                        "2 COM_QUERY UNANSWERED: select 2",
                        "3 COM_QUERY UNANSWERED: select 3",
                        "4 COM_QUERY OK: select 4");
    }

    @Test
    @Rule({"CMP-10", "QUE-6"})
    void takesAReplyToACommandBehindAnotherOneWhenAServerGivesIt() {
        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, query(3, "select 1"), query(3, "select 2"))
                .server(1, ok())
                .server(1, ok());

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK: select 1", "2 COM_QUERY OK: select 2");
    }

    @Test
    @Rule("QUE-6")
    void leavesCommandsUnansweredAtTheEnd() {
        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, query(3, "select 1"), query(3, "select 2"))
                .server(1, ok());

        talk.talk().close();

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK: select 1", "2 COM_QUERY UNANSWERED: select 2");
    }

    @Test
    @Rule({"CMP-2", "CHG-2"})
    void staysCompressedWhileTheUserChanges() {
        Bytes changeUser =
                Bytes.hex("11 66 72 65 64 00 00 73 68 6f 70 00 2d 00" + "63616368696e675f736861325f70617373776f726400");
        Bytes authSwitch = new WireWriter()
                .int1(0xfe)
                .stringNul(Bytes.utf8("caching_sha2_password"))
                .stringNul(Bytes.utf8("01234567890123456789"))
                .toBytes();

        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, packet(0, changeUser))
                .server(1, packet(1, authSwitch))
                .client(2, packet(2, Bytes.of(new byte[32])))
                .server(3, packet(3, Bytes.hex("01 03")), packet(4, OK))
                .command(3, "select 1")
                .server(1, ok());

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_CHANGE_USER",
                        "<< 1 AuthSwitchRequest",
                        ">> 2 AuthSwitchResponse",
                        "<< 3 AuthMoreData",
                        "<< 4 Ok",
                        ">> 0 COM_QUERY",
                        "<< 1 Ok");
        assertThat(talk.talk().state().user()).isEqualTo(Bytes.utf8("fred"));
    }

    @Test
    @Rule({"AUT-10", "CMP-2"})
    void goesOnWhenAPluginEndsTheChangeOfUserWithoutAnOk() {
        CompressedTalk talk = CompressedTalk.zlib()
                .client(0, packet(0, Bytes.hex("11 72 00 00 00 2d 00 78 79 7a 00")))
                .server(1, packet(1, Bytes.hex("fe 78 79 7a 00 31 00")))
                .client(2, packet(2, Bytes.hex("31")))
                .command(3, "select 1")
                .server(1, ok());

        assertThat(talk.exchanges()).containsExactly("1 COM_CHANGE_USER UNANSWERED", "2 COM_QUERY OK: select 1");
    }

    @Test
    @Rule({"AUT-10", "AUT-5", "CMP-2"})
    void beginsWithTheFirstCommandWhereAPluginEndsTheLogInWithoutAnOk() {
        Bytes stored = CompressedFrames.stored(0, query(14, ""));
        Bytes compressed = CompressedFrames.zlib(0, query(3, "select '" + "a".repeat(500) + "'"));
        for (Bytes first : List.of(stored, compressed)) {
            for (int cut = 0; cut <= first.length(); cut++) {
                Talk talk = loggedInWithoutOk(COMPRESS);

                talk.bytes(Direction.CLIENT_TO_SERVER, first.slice(0, cut))
                        .bytes(Direction.CLIENT_TO_SERVER, first.slice(cut, first.length()))
                        .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.stored(1, ok()))
                        .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(0, query(14, "")))
                        .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.zlib(1, ok()));

                assertThat(talk.told())
                        .as("cut after " + cut)
                        .containsExactly(
                                "compressed ZLIB",
                                (first.equals(stored) ? ">> 0 COM_PING" : ">> 0 COM_QUERY") + " [SEQUENCE]",
                                "<< 1 Ok",
                                ">> 0 COM_PING",
                                "<< 1 Ok");
                assertThat(talk.phase()).isEqualTo(new Phase.Commands());
            }
        }
    }

    @Test
    @Rule({"AUT-10", "CMP-13"})
    void goesBlindOnceWhereTheFirstFrameBehindSuchALogInIsBroken() {
        Bytes body = CompressedFrames.body(CompressionAlgorithm.ZLIB, query(3, "select '" + "a".repeat(500) + "'"));
        Bytes broken = CompressedFrames.join(body.slice(0, body.length() - 1), Bytes.hex("00"));

        Talk talk = loggedInWithoutOk(COMPRESS)
                .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.frame(broken.length(), 0, 300, broken))
                .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(0, query(14, "")));

        assertThat(talk.told()).containsExactly("compressed ZLIB", "opaque COMPRESSION_BROKEN");
    }

    private static Talk loggedInWithoutOk(long compression) {
        return new Talk()
                .greeted(Talk.MYSQL_9_7_GREETING)
                .client(1, Talk.response(Talk.BASE | compression, "custom_plugin"))
                .server(2, "01 41")
                .client(3, "42")
                .forget();
    }

    @Test
    @Rule("INF-1")
    void takesTheFramesBehindALocalInfileRequestForTheFile() {
        CompressedTalk talk = CompressedTalk.zlib()
                .command(3, "load data local infile 'f' into table t")
                .server(1, packet(1, Bytes.hex("fb 66")))
                .client(2, packet(2, "1\n2\n"), packet(3, "3\n"))
                .client(3, packet(4, ""))
                .server(4, packet(5, OK));

        assertThat(talk.told())
                .containsExactly(
                        ">> 0 COM_QUERY",
                        "<< 1 LocalInfileRequest",
                        ">> 2 LocalInfileData",
                        ">> 3 LocalInfileData",
                        ">> 4 LocalInfileData",
                        "<< 5 Ok");
    }

    @Test
    @Rule("UNS-2")
    void knowsAnErrorThatAnswersNothing() {
        CompressedTalk talk = CompressedTalk.zlib()
                .command(3, "select 1")
                .server(1, ok())
                .server(0, packet(0, Bytes.hex("ff bf 0f 23 48 59 30 30 30 62 79 65")));

        assertThat(talk.told()).endsWith("<< 0 Err");
        assertThat(talk.talk().phase()).isEqualTo(new Phase.Closing());
    }

    @Test
    void countsWhatCompressionCameTo() {
        assertThat(new PacketDecoder(1, event -> {}).compression()).isEmpty();
        Bytes query = CompressedFrames.zlib(0, query(3, "select '" + "a".repeat(1000) + "'"));

        Talk talk = CompressedTalk.zlib()
                .talk()
                .bytes(Direction.CLIENT_TO_SERVER, query)
                .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.stored(1, ok()))
                .close();

        assertThat(talk.told())
                .endsWith(
                        ">> 1 compressed frames of " + query.length() + " bytes held 1014",
                        "<< 1 compressed frames of 18 bytes held 11");
    }

    @Test
    void tellsWhenTheFirstByteOfACompressedReplyWasSeen() {
        List<String> times = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(
                1,
                event -> {},
                exchange -> times.add(exchange.firstByteMicros().orElse(-1) + " " + exchange.totalMicros()));
        decoder.onBytes(
                Direction.SERVER_TO_CLIENT, packet(0, Talk.MYSQL_9_7_GREETING).asByteBuffer(), 0);
        Bytes response = Talk.response(Talk.BASE | COMPRESS, "caching_sha2_password");
        decoder.onBytes(Direction.CLIENT_TO_SERVER, packet(1, response).asByteBuffer(), 1);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, packet(2, OK).asByteBuffer(), 2);
        Bytes reply = CompressedFrames.zlib(1, ok());

        decoder.onBytes(
                Direction.CLIENT_TO_SERVER,
                CompressedFrames.zlib(0, query(3, "a")).asByteBuffer(),
                1000);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, reply.slice(0, 5).asByteBuffer(), 1100);
        decoder.onBytes(Direction.SERVER_TO_CLIENT, reply.slice(5, 12).asByteBuffer(), 1200);
        decoder.onBytes(
                Direction.SERVER_TO_CLIENT, reply.slice(12, reply.length()).asByteBuffer(), 1300);

        assertThat(times).containsExactly("100 300");
    }

    @Test
    @Rule("CMP-13")
    void goesBlindWhenAFrameCannotBeDecompressed() {
        Talk talk = CompressedTalk.zlib().command(3, "select 1").talk();

        talk.bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.frame(12, 1, 100, Bytes.utf8("not deflated")));

        assertThat(talk.told()).containsExactly(">> 0 COM_QUERY", "opaque COMPRESSION_BROKEN");
        assertThat(talk.phase()).isEqualTo(new Phase.Opaque(OpaqueReason.COMPRESSION_BROKEN));
        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY UNANSWERED: select 1");
    }

    @Test
    @Rule({"LIM-6", "CMP-9"})
    void tellsWhatWasAnnouncedAndGoesBlindWhenMoreComesOut() {
        Bytes content = CompressedFrames.join(ok(), ok());
        Bytes body = CompressedFrames.body(CompressionAlgorithm.ZLIB, content);
        Talk talk = CompressedTalk.zlib().command(3, "select 1").talk();

        talk.bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.frame(body.length(), 1, 11, body));

        assertThat(talk.told()).containsExactly(">> 0 COM_QUERY", "<< 1 Ok", "opaque COMPRESSION_BROKEN");
    }

    @Test
    void aFrameThatEndsInTheMiddleIsTruncated() {
        Talk talk = CompressedTalk.zlib().talk();

        talk.bytes(
                        Direction.CLIENT_TO_SERVER,
                        CompressedFrames.zlib(0, query(3, "select 1")).slice(0, 9))
                .close();

        assertThat(talk.told()).contains(">> truncated after 9");
    }

    @Test
    @Rule("DSY-5")
    void findsACompressedConversationAgainBehindAGap() {
        CompressedTalk talk = CompressedTalk.zlib().command(3, "select 1");
        talk.talk().gap(Direction.SERVER_TO_CLIENT, 500);

        talk.server(7, packet(8, ROW), packet(9, END)).command(3, "select 2").server(1, ok());

        assertThat(talk.told())
                .containsExactly(">> 0 COM_QUERY", "desynchronized GAP", ">> 0 COM_QUERY", "resynchronized", "<< 1 Ok");
        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY UNANSWERED: select 1", "2 COM_QUERY OK: select 2");
    }

    @Test
    @Rule("DSY-5")
    void findsACompressedConversationAgainBehindAGapInWhatTheClientSends() {
        CompressedTalk talk = CompressedTalk.zlib();
        Bytes rest = CompressedFrames.zlib(0, query(3, "select '" + "b".repeat(500) + "'"));
        talk.talk()
                .gap(Direction.CLIENT_TO_SERVER, 20)
                .bytes(Direction.CLIENT_TO_SERVER, rest.slice(20, rest.length()));

        talk.server(1, ok()).command(3, "select 2").server(1, ok());

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK: select 2");
    }

    @Test
    @Rule("DSY-4")
    void joinsACompressedConversationInItsMiddle() {
        Bytes row = new WireWriter().stringLenEnc(Bytes.utf8("a".repeat(200))).toBytes();
        for (CompressionAlgorithm algorithm : CompressionAlgorithm.values()) {
            Talk talk = Talk.joined();

            talk.bytes(
                            Direction.SERVER_TO_CLIENT,
                            CompressedFrames.compressed(algorithm, 3, packet(9, ROW))
                                    .slice(5, 12))
                    .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(0, query(3, "select 1")))
                    .bytes(
                            Direction.SERVER_TO_CLIENT,
                            CompressedFrames.compressed(
                                    algorithm,
                                    1,
                                    CompressedFrames.join(
                                            packet(1, COUNT), packet(2, DEFINITION), packet(3, row), packet(4, END))))
                    .bytes(Direction.CLIENT_TO_SERVER, CompressedFrames.stored(0, query(3, "select 2")))
                    .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.stored(1, ok()));

            assertThat(talk.told())
                    .as(algorithm.toString())
                    .containsExactly(
                            "desynchronized JOINED",
                            ">> 0 COM_QUERY",
                            "compressed " + algorithm,
                            "resynchronized",
                            "<< 1 ColumnCount",
                            "<< 2 ColumnDefinition",
                            "<< 3 TextResultsetRow",
                            "<< 4 Ok",
                            ">> 0 COM_QUERY",
                            "<< 1 Ok");
            assertThat(talk.exchanges())
                    .containsExactly(
                            "1 COM_QUERY OK results=1 columns=1 rows=1 UNKNOWN->NONE: select 1",
                            "2 COM_QUERY OK: select 2");
        }
    }

    @Test
    @Rule("DSY-4")
    void joinsACompressedConversationAtACommandThatIsNotStored() {
        for (CompressionAlgorithm algorithm : CompressionAlgorithm.values()) {
            Bytes command = CompressedFrames.compressed(algorithm, 0, query(3, "select '" + "a".repeat(200) + "'"));

            Talk talk = Talk.joined()
                    .bytes(Direction.SERVER_TO_CLIENT, command.slice(5, 12))
                    .bytes(Direction.CLIENT_TO_SERVER, command)
                    .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.stored(1, ok()));

            assertThat(talk.told())
                    .as(algorithm.toString())
                    .containsExactly(
                            "desynchronized JOINED",
                            "compressed " + algorithm,
                            ">> 0 COM_QUERY",
                            "resynchronized",
                            "<< 1 Ok");
        }
    }
}
