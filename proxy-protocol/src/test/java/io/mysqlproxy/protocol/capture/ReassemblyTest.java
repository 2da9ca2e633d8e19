package io.mysqlproxy.protocol.capture;

import static io.mysqlproxy.protocol.capture.Conversing.ACK;
import static io.mysqlproxy.protocol.capture.Conversing.FIN;
import static io.mysqlproxy.protocol.capture.Conversing.PSH;
import static io.mysqlproxy.protocol.capture.Conversing.RST;
import static io.mysqlproxy.protocol.capture.Conversing.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One trouble of TCP in each test. */
class ReassemblyTest {
    private static final String OPENED = "#1 10.0.0.1:5000 to 10.0.0.2:3306";

    private final Conversing mysql = Conversing.mysql();
    private final CaptureFile file = mysql.opened();

    @Test
    void tellsBothSidesAndTheEnd() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.asks(0, 5, "ask"))
                .packet(mysql.answers(5, 3, "answer"))
                .packet(mysql.client(3, 11, FIN | ACK, ""))
                .packet(mysql.server(11, 4, FIN | ACK, ""))
                .packet(mysql.clientAcknowledges(4, 12));

        assertTold(OPENED, "#1 << hello", "#1 >> ask", "#1 << answer", "#1 CLIENT_CLOSED");
    }

    @Test
    void tellsARetransmissionOnce() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.answers(0, 0, "hello there"))
                .packet(mysql.answers(0, 0, "hello"));

        assertTold(OPENED, "#1 << hello there", "#1 END_OF_CAPTURE");
    }

    @Test
    void keepsTheFirstBytesWhereSegmentsOverlap() {
        file.packet(mysql.answers(2, 0, "CDEF"))
                .packet(mysql.answers(4, 0, "xxGH"))
                .packet(mysql.answers(0, 0, "abyyyyyyyyyyIJ"));

        assertTold(OPENED, "#1 << abCDEFGHyyyyIJ", "#1 END_OF_CAPTURE");
    }

    @Test
    void putsSegmentsInOrder() {
        file.packet(mysql.answers(6, 0, "three"))
                .packet(mysql.answers(3, 0, "two"))
                .packet(mysql.answers(0, 0, "one"));

        assertTold(OPENED, "#1 << onetwothree", "#1 END_OF_CAPTURE");
    }

    @Test
    @Rule("QUE-7")
    void holdsAnAnswerUntilItsQuestionIsThere() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.answers(5, 3, "answer"))
                .packet(mysql.asks(0, 5, "ask"))
                .packet(mysql.asks(3, 11, "more"));

        assertTold(OPENED, "#1 << hello", "#1 >> ask", "#1 << answer", "#1 >> more", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsAQuestionThatWasNotCapturedAsMissing() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.answers(5, 3, "answer"))
                .pause(Limits.DEFAULT.disorderMicros())
                .packet(mysql.asks(3, 11, "more"));

        assertTold(OPENED, "#1 << hello", "#1 >> 3 missing", "#1 << answer", "#1 >> more", "#1 END_OF_CAPTURE");
    }

    @Test
    void waitsForASegmentThatItsReceiverHasNotGotEither() {
        file.packet(mysql.answers(0, 0, "a"))
                .packet(mysql.answers(2, 0, "c"))
                .pause(3_000_000)
                .packet(mysql.clientAcknowledges(0, 1))
                .packet(mysql.answers(1, 0, "b"));

        assertTold(OPENED, "#1 << abc", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsAHoleAsMissingWhenItsReceiverHasGotIt() {
        file.packet(mysql.answers(0, 0, "a"))
                .packet(mysql.answers(5, 0, "c"))
                .packet(mysql.clientAcknowledges(0, 6))
                .pause(Limits.DEFAULT.disorderMicros())
                .packet(mysql.answers(6, 0, "d"))
                .packet(mysql.answers(1, 0, "late"));

        assertTold(OPENED, "#1 << a", "#1 << 4 missing", "#1 << cd", "#1 END_OF_CAPTURE");
    }

    @Test
    void giveUpTheWaitAfterSoManyPacketsOfOtherConnections() {
        file.packet(mysql.answers(0, 0, "a")).packet(mysql.answers(5, 0, "c")).packet(mysql.clientAcknowledges(0, 6));
        for (int i = 0; i < Limits.DEFAULT.disorderPackets(); i++) {
            file.packet(Frames.ipv4(1, 2, Frames.tcp(1, 2, 0, 0, ACK, new byte[0])));
        }
        file.packet(mysql.answers(1, 0, "late"));

        assertTold(OPENED, "#1 << a", "#1 << 4 missing", "#1 << c", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsAHoleAsMissingAtTheEndOfTheCapture() {
        file.packet(mysql.answers(3, 0, "b")).packet(mysql.answers(8, 0, "d"));

        assertTold(OPENED, "#1 << 3 missing", "#1 << b", "#1 << 4 missing", "#1 << d", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsWhatIsMissingBeforeTheEnd() {
        file.packet(mysql.asks(0, 0, "a"))
                .packet(mysql.client(5, 0, FIN | ACK, ""))
                .packet(mysql.server(0, 6, FIN | ACK, ""));

        assertTold(OPENED, "#1 >> a", "#1 >> 4 missing", "#1 CLIENT_CLOSED");
    }

    @Test
    void takesNoLostFinForAByte() {
        file.packet(mysql.asks(0, 0, "a"))
                .packet(mysql.server(0, 2, FIN | ACK, ""))
                .packet(mysql.clientAcknowledges(2, 1))
                .pause(Limits.DEFAULT.disorderMicros())
                .packet(mysql.clientAcknowledges(2, 1));

        assertTold(OPENED, "#1 >> a", "#1 SERVER_CLOSED");
    }

    @Test
    void tellsWhatASnapLengthCutOffAsMissing() {
        byte[] cut = mysql.answers(0, 0, "hello there");
        file.packet(cut, cut.length - 6).packet(mysql.answers(11, 0, "!"));

        assertTold(OPENED, "#1 << hello", "#1 << 6 missing", "#1 << !", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsHowMuchIsMissingWhenOnlyHeadersWereCaptured() {
        byte[] question = mysql.asks(0, 0, "a".repeat(100));
        byte[] answer = mysql.answers(0, 100, "b".repeat(50));
        file.packet(question, 40).packet(answer, 40).packet(mysql.asks(100, 50, "!"));

        assertTold(OPENED, "#1 >> 100 missing", "#1 << 50 missing", "#1 >> !", "#1 END_OF_CAPTURE");
    }

    @Test
    void goesOnWhereSequenceNumbersWrap() {
        Conversing wrapping = new Conversing(5000, 3306, 0xffff_fffeL, 0xffff_fff0L);
        CaptureFile capture = wrapping.opened();
        for (int i = 0; i < 40; i += 4) {
            capture.packet(wrapping.answers(i, i, "abcd")).packet(wrapping.asks(i, i + 4, "ABCD"));
        }

        assertThat(Told.about(capture.toBytes()))
                .hasSize(22)
                .contains(OPENED)
                .filteredOn(line -> line.contains("<<"))
                .hasSize(10)
                .containsOnly("#1 << abcd");
    }

    @Test
    void ignoresKeepAlivesAndZeroWindows() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.client(-1, 5, ACK, "x"))
                .packet(mysql.client(-1, 5, ACK, ""))
                .packet(mysql.server(4, 0, ACK, "x"))
                .packet(mysql.asks(0, 5, "ask"));

        assertTold(OPENED, "#1 << hello", "#1 >> ask", "#1 END_OF_CAPTURE");
    }

    @Test
    void joinsInTheMiddleWithoutAKeepAlivesByte() {
        CaptureFile joined = CaptureFile.pcap(Frames.RAW)
                .packet(mysql.client(99, 100, ACK, "x"))
                .packet(mysql.asks(100, 100, "ask"))
                .packet(mysql.answers(100, 103, "answer"));

        assertThat(Told.about(joined.toBytes()))
                .containsExactly(OPENED + ", joined", "#1 >> ask", "#1 << answer", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsAReset() {
        file.packet(mysql.answers(0, 0, "hello"))
                .packet(mysql.answers(7, 0, "!"))
                .packet(mysql.client(0, 5, RST | ACK, ""))
                .packet(mysql.answers(8, 0, "into the void"));

        assertTold(OPENED, "#1 << hello", "#1 << 2 missing", "#1 << !", "#1 CLIENT_RESET");
    }

    @Test
    void tellsConnectionsOneAfterTheOtherOnTheSamePorts() {
        file.packet(mysql.asks(0, 0, "first"));
        Conversing again = new Conversing(5000, 3306, 700_000, 800_000);
        again.handshake(file).packet(again.asks(0, 0, "second"));

        assertTold(
                OPENED,
                "#1 >> first",
                "#1 REPLACED",
                "#2 10.0.0.1:5000 to 10.0.0.2:3306",
                "#2 >> second",
                "#2 END_OF_CAPTURE");
    }

    @Test
    void takesARepeatedSynForTheSameConnection() {
        file.packet(mysql.client(-1, 0, SYN, "")).packet(mysql.asks(0, 0, "ask"));
        file.packet(mysql.client(-1, 0, SYN, "")).packet(mysql.asks(3, 0, "more"));

        assertTold(OPENED, "#1 >> askmore", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsTheDataOfAFastOpen() {
        CaptureFile fast = CaptureFile.pcap(Frames.RAW)
                .packet(mysql.client(-1, 0, SYN, "early"))
                .packet(mysql.server(-1, 5, SYN | ACK, ""))
                .packet(mysql.answers(0, 5, "answer"));

        assertThat(Told.about(fast.toBytes()))
                .containsExactly(OPENED, "#1 >> early", "#1 << answer", "#1 END_OF_CAPTURE");
    }

    @Test
    void doesNotTellAConnectionThatWasRefused() {
        CaptureFile refused = CaptureFile.pcap(Frames.RAW)
                .packet(mysql.client(-1, 0, SYN, ""))
                .packet(mysql.server(-1, 0, RST | ACK, ""));

        assertThat(Told.about(refused.toBytes())).isEmpty();
    }

    @Test
    void tellsTwoDirectionsThatWaitForEachOther() {
        file.packet(mysql.answers(0, 3, "b")).packet(mysql.asks(0, 1, "aaa")).pause(Limits.DEFAULT.disorderMicros());
        file.packet(mysql.asks(3, 1, "c"));

        assertTold(OPENED, "#1 << b", "#1 >> aaac", "#1 END_OF_CAPTURE");
    }

    @Test
    void putsFragmentsInTheirPlaces() {
        byte[] tcp = mysql.serverTcp(0, 0, PSH | ACK, "0123456789abcdefghijklmnop");
        byte[] whole = mysql.answers(26, 0, "!");
        file.packet(fragment(7, tcp, 0, 24, true))
                .packet(fragment(7, tcp, 32, 46, false))
                .packet(fragment(7, tcp, 24, 32, true))
                .packet(whole);

        assertTold(OPENED, "#1 << 0123456789abcdefghijklmnop!", "#1 END_OF_CAPTURE");
    }

    @Test
    void tellsAFragmentThatIsNotThereAsMissing() {
        byte[] tcp = mysql.serverTcp(0, 0, PSH | ACK, "0123456789abcdefghijklmnop");
        file.packet(fragment(8, tcp, 0, 24, true))
                .packet(fragment(8, tcp, 32, 46, false))
                .packet(fragment(9, tcp, 24, 32, true));

        assertTold(OPENED, "#1 << 0123", "#1 << 8 missing", "#1 << cdefghijklmnop", "#1 END_OF_CAPTURE");
    }

    @Test
    void readsSegmentsLargerThanAnIpPacketCanBe() {
        byte[] giant = mysql.answers(0, 0, "x".repeat(200_000));
        giant[2] = 0; // the length that offload leaves when it does not fit
        giant[3] = 0;
        file.packet(giant).packet(mysql.answers(200_000, 0, "!"));

        assertTold(OPENED, "#1 << " + "x".repeat(200_000) + "!", "#1 END_OF_CAPTURE");
    }

    @Test
    void bytesOfOneDirectionNeverGoBackInTime() {
        Told told = new Told();
        file.packet(mysql.answers(3, 0, "b")).pause(-2_000).packet(mysql.answers(0, 0, "aaa"));

        told.read(file.toBytes(), ServerPorts.DEFAULT, Limits.DEFAULT);

        assertThat(told.times()).hasSize(2).isSorted();
    }

    private static byte[] fragment(int id, byte[] tcp, int from, int to, boolean hasMore) {
        byte[] part = Arrays.copyOfRange(tcp, from, Math.min(to, tcp.length));
        return Frames.ipv4(Conversing.SERVER, Conversing.CLIENT, "", id, (hasMore ? 0x2000 : 0) | from / 8, part);
    }

    private void assertTold(String... lines) {
        assertThat(Told.about(file.toBytes())).containsExactly(lines);
    }
}
