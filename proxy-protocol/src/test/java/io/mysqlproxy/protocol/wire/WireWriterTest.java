package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireWriterTest {
    @Test
    void writesEveryTypeAsTheReaderReadsIt() {
        WireWriter writer = new WireWriter()
                .int1(0xff)
                .int2(0xfffe)
                .int3(0xfffffd)
                .int4(0xfffffffcL)
                .int8(-5)
                .bytes(Bytes.utf8("raw"))
                .stringLenEnc(Bytes.utf8("len"))
                .stringNul(Bytes.utf8("nul"));

        assertThat(writer.toBytes())
                .isEqualTo(Bytes.hex("ff feff fdffff fcffffff fbffffffffffffff 726177 03 6c656e 6e756c 00"));
        assertThat(writer.length()).isEqualTo(29);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "250, fa",
        "251, fcfb00",
        "65535, fcffff",
        "65536, fd000001",
        "16777215, fdffffff",
        "16777216, fe0000000100000000",
        "-1, feffffffffffffffff",
    })
    void writesLengthEncodedIntegersInTheirShortestForm(long value, String bytes) {
        assertThat(new WireWriter().intLenEnc(value).toBytes()).isEqualTo(Bytes.hex(bytes));
    }

    @Test
    @Rule("TYP-1")
    void writesTheLongFormsThatWereRead() {
        Oddities oddities =
                new Oddities(List.of(new Oddities.LongForm(1, 3), new Oddities.LongForm(2, 9)), false, 0, Secret.EMPTY);

        WireWriter writer = new WireWriter()
                .begin(oddities)
                .intLenEnc(5)
                .intLenEnc(5)
                .intLenEnc(5)
                .intLenEnc(5);

        assertThat(writer.end().toBytes()).isEqualTo(Bytes.hex("05 fc0500 fe0500000000000000 05"));
    }

    @Test
    void writesAValueThatOutgrewItsFormInTheFormItNeeds() {
        Oddities oddities = new Oddities(List.of(new Oddities.LongForm(0, 3)), false, 0, Secret.EMPTY);

        assertThat(new WireWriter().begin(oddities).intLenEnc(65_536).toBytes()).isEqualTo(Bytes.hex("fd000001"));
    }

    @Test
    void writesTheLengthOfABlockBeforeItAndCountsItFirst() {
        Oddities oddities = new Oddities(List.of(new Oddities.LongForm(0, 3)), false, 0, Secret.EMPTY);

        WireWriter writer = new WireWriter()
                .begin(oddities)
                .block(block -> block.stringLenEnc(Bytes.utf8("a")).stringLenEnc(Bytes.utf8("b")));

        assertThat(writer.toBytes()).isEqualTo(Bytes.hex("fc0400 01 61 01 62"));
    }

    @Test
    void writesTheLieOfABlockAtThePacketsEnd() {
        Oddities oddities = new Oddities(List.of(), false, 2, Secret.EMPTY);

        WireWriter writer =
                new WireWriter().begin(oddities).block(block -> block.int1(1)).blockOrRest(block -> block.int1(2));

        assertThat(writer.end().toBytes()).isEqualTo(Bytes.hex("01 01 03 02"));
    }

    @Test
    void takesBackTheNulOfAnUnterminatedString() {
        Oddities oddities = new Oddities(List.of(), true, 0, Secret.EMPTY);

        WireWriter writer = new WireWriter().begin(oddities).stringNul(Bytes.utf8("plugin"));

        assertThat(writer.end().toBytes()).isEqualTo(Bytes.utf8("plugin"));
    }

    @Test
    void addsTheSurplus() {
        WireWriter writer =
                new WireWriter().begin(Oddities.surplus(Bytes.hex("0102"))).int1(9);

        assertThat(writer.end().toBytes()).isEqualTo(Bytes.hex("09 01 02"));
        assertThat(hidden(writer)).containsExactly(1, 2);
    }

    @Test
    @Rule("SEC-R3")
    void remembersWhichBytesCameFromSecrets() {
        WireWriter writer = new WireWriter()
                .int1(1)
                .secret(Secret.of(Bytes.utf8("ab")))
                .secretLenEnc(Secret.of(Bytes.utf8("c")))
                .secretNul(Secret.of(Bytes.utf8("d")))
                .block(block -> block.int1(1).secret(Secret.of(Bytes.utf8("e"))))
                .bytes(Bytes.utf8("fghi"), List.of(new ByteRange(1, 3)));

        assertThat(writer.toBytes()).isEqualTo(Bytes.hex("01 6162 01 63 64 00 02 01 65 66 67 68 69"));
        assertThat(hidden(writer)).containsExactly(1, 2, 4, 5, 9, 11, 12);
    }

    @Test
    void growsAsNeeded() {
        Bytes large = Bytes.of(new byte[100_000]);

        assertThat(new WireWriter().int1(1).bytes(large).toBytes().length()).isEqualTo(100_001);
    }

    private static List<Integer> hidden(WireWriter writer) {
        return IntStream.range(0, writer.length())
                .filter(writer::isHidden)
                .boxed()
                .toList();
    }
}
