package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
    @Test
    void readsIntegersLittleEndianAndUnsigned() {
        WireReader reader = reader("ff feff fdffff fcffffff fbffffffffffffff");

        assertThat(reader.int1("a")).isEqualTo(0xff);
        assertThat(reader.int2("b")).isEqualTo(0xfffe);
        assertThat(reader.int3("c")).isEqualTo(0xfffffd);
        assertThat(reader.int4("d")).isEqualTo(0xfffffffcL);
        assertThat(reader.int8("e")).isEqualTo(-5);
        assertThat(reader.position()).isEqualTo(18);
        assertThat(reader.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "fa, 250",
        "fcfb00, 251",
        "fcffff, 65535",
        "fd000001, 65536",
        "fdffffff, 16777215",
        "fe0000000100000000, 16777216",
        "feffffffffffffffff, -1",
    })
    void readsLengthEncodedIntegers(String bytes, long value) {
        WireReader reader = reader(bytes);

        assertThat(reader.intLenEnc("n")).isEqualTo(value);
        assertThat(reader.oddities()).isEqualTo(Oddities.NONE);
    }

    @Test
    @Rule("TYP-1")
    void acceptsLengthEncodedIntegersThatAreLongerThanNeededAndRemembersThem() {
        WireReader reader = reader("05 fc0500 fd050000 fe0500000000000000 fcfb00");

        for (int i = 0; i < 4; i++) {
            assertThat(reader.intLenEnc("n")).isEqualTo(5);
        }
        assertThat(reader.intLenEnc("n")).isEqualTo(251);
        assertThat(reader.oddities())
                .isEqualTo(new Oddities(
                        List.of(new Oddities.LongForm(1, 3), new Oddities.LongForm(2, 4), new Oddities.LongForm(3, 9)),
                        false,
                        0,
                        Secret.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fb", "ff"})
    @Rule("LIM-15")
    void refusesFirstBytesThatAreNoInteger(String bytes) {
        assertRefuses(() -> reader(bytes).intLenEnc("rows"), 0, "rows (lenint)", "byte " + bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fc", "fc01", "fd", "fd0102", "fe", "fe010203", "fe01020304050607"})
    @Rule("LIM-15")
    void refusesLengthEncodedIntegersThatAreCut(String bytes) {
        assertThatThrownBy(() -> reader(bytes).intLenEnc("rows")).isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void readsLengthEncodedStrings() {
        WireReader reader = reader("00 02 61 62 fc0100 63");

        assertThat(reader.stringLenEnc("a")).isEqualTo(Bytes.EMPTY);
        assertThat(reader.stringLenEnc("b")).isEqualTo(Bytes.utf8("ab"));
        assertThat(reader.stringLenEnc("c")).isEqualTo(Bytes.utf8("c"));
    }

    /** Lengths that are negative as a long, or small when cut to an int, or one too many. */
    @ParameterizedTest
    @CsvSource({
        "feffffffffffffffff 61, 18446744073709551615",
        "fe0000000000000080 61, 9223372036854775808",
        "fe0100000001000000 61, 4294967297",
        "fe0000000080000000 61, 549755813888",
        "02 61, 2",
    })
    @Rule({"TYP-2", "LIM-2"})
    void comparesLengthsAsUnsignedNumbersOf64BitsWithTheBytesLeft(String bytes, String length) {
        assertRefuses(
                () -> reader(bytes).stringLenEnc("name"), 0, "name (lenstr of " + length + " bytes)", "1 bytes left");
    }

    @Test
    void readsStringsThatEndWithANul() {
        WireReader reader = reader("61 62 00 00 63");

        assertThat(reader.stringNul("a")).isEqualTo(Bytes.utf8("ab"));
        assertThat(reader.stringNul("b")).isEqualTo(Bytes.EMPTY);
        assertThat(reader.hasNul()).isFalse();
        assertThat(reader.rest()).isEqualTo(Bytes.utf8("c"));
    }

    @Test
    @Rule("LIM-13")
    void refusesAStringWithoutItsNul() {
        assertRefuses(() -> reader("61 62").stringNul("user"), 0, "user (nulstr)", "no 00 in the 2 bytes left");
    }

    @Test
    void takesAStringWithoutItsNulAtThePacketsEndIfAskedTo() {
        WireReader reader = reader("61 62");

        assertThat(reader.stringNulOrRest("plugin")).isEqualTo(Bytes.utf8("ab"));
        assertThat(reader.oddities()).isEqualTo(new Oddities(List.of(), true, 0, Secret.EMPTY));
    }

    @Test
    void namesWhatItMissesAndWhere() {
        WireReader reader = reader("01 02 03");
        reader.int2("flags");

        assertRefuses(() -> reader.int4("thread id"), 2, "thread id (int<4>)", "1 bytes left");
        assertRefuses(() -> reader.bytes(20, "nonce"), 2, "nonce (fix(20))", "1 bytes left");
        assertRefuses(() -> reader.header(0xfe, "switch"), 2, "switch (byte fe)", "byte 03");
    }

    @Test
    void refusesBytesAfterAnEndThatMustBe() {
        assertRefuses(() -> reader("01").end(), 0, "the packet's end", "1 bytes left");
    }

    @Test
    void looksAheadWithoutReading() {
        WireReader reader = reader("01 02");

        assertThat(reader.peek("a")).isEqualTo(1);
        assertThat(reader.peekAt(1)).isEqualTo(2);
        assertThat(reader.peekAt(2)).isEqualTo(-1);
        assertThat(reader.position()).isZero();
    }

    @Test
    void keepsBlocksWithinTheirLength() {
        WireReader reader = reader("02 61 62 63");

        assertThat(reader.block("block", WireReader::rest)).isEqualTo(Bytes.utf8("ab"));
        assertThat(reader.rest()).isEqualTo(Bytes.utf8("c"));
    }

    @Test
    void refusesABlockThatIsLongerThanThePacket() {
        assertRefuses(
                () -> reader("03 61 62").block("block", WireReader::rest),
                0,
                "block (lenstr of 3 bytes)",
                "2 bytes left");
    }

    @Test
    void tellsByHowMuchABlockAtThePacketsEndLies() {
        WireReader reader = reader("feffffffffffffffff 61 62");

        assertThat(reader.blockOrRest("block", WireReader::rest)).isEqualTo(Bytes.utf8("ab"));
        assertThat(reader.oddities()).isEqualTo(new Oddities(List.of(), false, -3, Secret.EMPTY));
    }

    @Test
    void forgetsAnAttemptThatFails() {
        WireReader reader = reader("fc0100 61 ff");

        Optional<Bytes> failed = reader.attempt(r -> {
            r.stringLenEnc("fits");
            return Optional.of(r.stringLenEnc("does not fit"));
        });

        assertThat(failed).isEmpty();
        assertThat(reader.position()).isZero();
        assertThat(reader.rest()).isEqualTo(Bytes.hex("fc0100 61 ff"));
        assertThat(reader.oddities()).isEqualTo(Oddities.NONE);
    }

    @Test
    void tellsWhatIsLeftAsSurplusAndKeepsItSecret() {
        WireReader reader = reader("01 02 03");
        reader.int1("a");

        Oddities oddities = reader.oddities();

        assertThat(oddities).isEqualTo(Oddities.surplus(Bytes.hex("0203")));
        assertThat(oddities).hasToString("[longForms=[], unterminated=false, missing=0, surplus=<hidden, 2 bytes>]");
    }

    @Test
    void leavesTheBufferItReadsAsItWas() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
        WireReader reader = WireReader.of(buffer);

        assertThat(reader.int2("a")).isEqualTo(0x0201);
        assertThat(reader.position()).isEqualTo(2);
        assertThat(buffer).isEqualTo(ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2));
    }

    @Test
    void carriesNoStackTraceInItsRefusals() {
        assertThatThrownBy(() -> reader("").int1("a"))
                .isInstanceOfSatisfying(
                        MalformedPacketException.class,
                        refusal -> assertThat(refusal.getStackTrace()).isEmpty());
    }

    private static WireReader reader(String hex) {
        return WireReader.of(Bytes.hex(hex));
    }

    private static void assertRefuses(ThrowingCallable reading, int position, String expected, String found) {
        assertThatThrownBy(reading)
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("at byte " + position + ": expected " + expected + ", found " + found)
                .extracting("position", "expected", "found")
                .containsExactly(position, expected, found);
    }
}
