package io.mysqlproxy.protocol;

import static io.mysqlproxy.protocol.CompressedFrames.compressed;
import static io.mysqlproxy.protocol.CompressedFrames.join;
import static io.mysqlproxy.protocol.CompressedFrames.packet;
import static io.mysqlproxy.protocol.CompressedFrames.stored;
import static io.mysqlproxy.protocol.CompressedTalk.ok;
import static io.mysqlproxy.protocol.CompressedTalk.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Confidence;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A compressed connection whose beginning was not seen, and that has sent nothing since but frames that are stored. */
@Rule("DSY-4")
class JoinedCompressionTest {
    private static final Bytes RESULT = join(
            packet(1, Bytes.hex("01")),
            packet(2, Bytes.hex("03 64 65 66 00 00 00 01 61 00 0c 2d 00 04 00 00 00 fd 00 00 00 00 00")),
            packet(3, Bytes.hex("01 31")),
            packet(4, Bytes.hex("fe 00 00 02 00 00 00")));

    private final Talk talk = Talk.joined();

    @Test
    void isFoundAndConfirmedAsAPlainOneIs() {
        says(stored(0, query(3, "do 1")));
        assertThat(talk.state().confidence()).isEqualTo(Confidence.NONE);

        answers(stored(1, ok()));
        assertThat(talk.state().confidence()).isEqualTo(Confidence.TENTATIVE);

        says(stored(0, query(14, "")));
        answers(stored(1, ok()));
        says(stored(0, query(3, "do 2")));
        answers(stored(1, ok()));
        assertThat(talk.state().confidence()).isEqualTo(Confidence.CONFIRMED);
        assertThat(talk.told())
                .containsExactly(
                        "desynchronized JOINED",
                        ">> 0 COM_QUERY",
                        "resynchronized",
                        "<< 1 Ok",
                        ">> 0 COM_PING",
                        "<< 1 Ok",
                        ">> 0 COM_QUERY",
                        "<< 1 Ok");
        assertThat(talk.exchanges())
                .containsExactly("1 COM_QUERY OK UNKNOWN->NONE: do 1", "2 COM_PING OK", "3 COM_QUERY OK: do 2");
    }

    /** Nobody knows how, so nobody is told. */
    @Test
    void isNotToldToBeCompressedAsLongAsItIsNotKnownHow() {
        says(stored(0, query(3, "do 1")));
        answers(stored(1, ok()));
        talk.close();

        assertThat(talk.state().compression()).isEmpty();
        assertThat(talk.told()).noneMatch(line -> line.contains("compressed"));
    }

    @ParameterizedTest
    @EnumSource
    void showsHowItIsCompressedByTheFirstFrameThatIsNotStored(CompressionAlgorithm algorithm) {
        says(stored(0, query(3, "select 'a'")));
        answers(compressed(algorithm, 1, RESULT));
        says(compressed(algorithm, 0, query(3, "do 2")));
        answers(stored(1, ok()));

        assertThat(talk.told())
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
        assertThat(talk.state().compression()).contains(algorithm);
        assertThat(talk.close().told())
                .endsWith(
                        ">> 2 compressed frames of "
                                + (stored(0, query(3, "select 'a'")).length()
                                        + compressed(algorithm, 0, query(3, "do 2"))
                                                .length())
                                + " bytes held " + (15 + 9),
                        "<< 2 compressed frames of "
                                + (compressed(algorithm, 1, RESULT).length() + 18) + " bytes held "
                                + (RESULT.length() + 11));
    }

    /** Nor is it known then whether the rest is decompressed rightly, for the bytes that tell have gone by. */
    @ParameterizedTest
    @EnumSource
    void isFoundAnewWhereThatFramesBodyDoesNotComeWithItsHeader(CompressionAlgorithm algorithm) {
        Bytes result = compressed(algorithm, 1, RESULT);

        says(stored(0, query(3, "select 'a'")));
        answers(result.slice(0, 7));
        answers(result.slice(7, result.length()));
        says(stored(0, query(3, "select 'b'")));
        answers(result);

        assertThat(talk.told())
                .containsExactly(
                        "desynchronized JOINED",
                        ">> 0 COM_QUERY",
                        ">> 0 COM_QUERY",
                        "compressed " + algorithm,
                        "resynchronized",
                        "<< 1 ColumnCount",
                        "<< 2 ColumnDefinition",
                        "<< 3 TextResultsetRow",
                        "<< 4 Ok");
        assertThat(talk.exchanges()).endsWith("2 COM_QUERY OK results=1 columns=1 rows=1 UNKNOWN->NONE: select 'b'");
    }

    @Test
    void isFoundByCommandsInFramesOfTheirOwnToo() {
        says(join(stored(0, query(3, "do 1")), stored(0, query(3, "do 2"))));
        answers(stored(1, ok()));
        answers(stored(1, ok()));

        assertThat(talk.exchanges()).containsExactly("1 COM_QUERY OK UNKNOWN->NONE: do 1", "2 COM_QUERY OK: do 2");
    }

    @Test
    void isNotFoundInWhatIsNoFrameWithCommands() {
        Bytes frame = stored(0, query(3, "do 1"));
        says(frame.slice(0, frame.length() - 1));
        says(frame.slice(1, frame.length()));
        says(join(frame, Bytes.hex("00")));
        says(stored(1, query(3, "do 1")));
        says(stored(0, packet(0, Bytes.hex("7f 01 02"))));
        says(stored(0, join(query(3, "do 1"), Bytes.hex("01"))));
        says(compressed(CompressionAlgorithm.ZLIB, 0, query(3, "do 1")).slice(1, 12));
        answers(stored(1, ok()));

        assertThat(talk.told()).containsExactly("desynchronized JOINED");
    }

    @Test
    @Rule("DSY-5")
    void isFoundAgainBehindAGap() {
        says(stored(0, query(3, "do 1")));
        answers(stored(1, ok()));
        talk.gap(Direction.SERVER_TO_CLIENT, 100).forget();

        answers(stored(1, ok()));
        says(stored(0, query(3, "do 2")));
        answers(stored(1, ok()));

        assertThat(talk.exchanges()).containsExactly("2 COM_QUERY OK: do 2");
    }

    private void says(Bytes bytes) {
        talk.bytes(Direction.CLIENT_TO_SERVER, bytes);
    }

    private void answers(Bytes bytes) {
        talk.bytes(Direction.SERVER_TO_CLIENT, bytes);
    }
}
