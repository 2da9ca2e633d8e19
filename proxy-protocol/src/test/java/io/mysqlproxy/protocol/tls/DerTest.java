package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples are those of X.690 and of the RFCs, or were read with {@code openssl asn1parse}. */
class DerTest {
    @ParameterizedTest
    @CsvSource({
        "0, 020100",
        "127, 02017f",
        "128, 02020080",
        "256, 02020100",
        "-128, 020180",
        "340282366920938463463374607431768211455, 021100ffffffffffffffffffffffffffffffff"
    })
    void writesIntegersWithTheFewestBytesAndASign(String value, String encoded) {
        assertThat(hex(Der.integer(new BigInteger(value)))).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.29.17, 0603551d11",
        "1.2.840.113549.1.1.11, 06092a864886f70d01010b",
        "1.2.840.10045.2.1, 06072a8648ce3d0201",
        "2.100.3, 0603813403",
        "1.3.101.112, 06032b6570"
    })
    void writesObjectIdentifiers(String dotted, String encoded) {
        assertThat(hex(Der.oid(dotted))).isEqualTo(encoded);
    }

    @ParameterizedTest
    @CsvSource({
        "1950-01-01T00:00:00Z, 3530303130313030303030305a",
        "2026-11-27T09:08:07.654Z, 3236313132373039303830375a",
        "2049-12-31T23:59:59Z, 3439313233313233353935395a"
    })
    void writesTimesUntil2049WithTwoDigitsOfTheYear(Instant time, String text) {
        assertThat(hex(Der.time(time))).isEqualTo("170d" + text);
    }

    @Test
    void writesTimesFrom2050WithFourDigitsOfTheYear() {
        assertThat(hex(Der.time(Instant.parse("2050-01-01T00:00:00Z"))))
                .isEqualTo("180f32303530303130313030303030305a");
    }

    @Test
    void writesNamedBitsFromTheLeftAndNoZerosBehindThem() {
        assertThat(hex(Der.namedBits(0))).isEqualTo("03020780");
        assertThat(hex(Der.namedBits(0, 2))).isEqualTo("030205a0");
        assertThat(hex(Der.namedBits(5, 6))).isEqualTo("03020106");
        assertThat(hex(Der.namedBits(8))).isEqualTo("0303070080");
    }

    @Test
    void writesEnvelopesAndFields() {
        assertThat(hex(Der.explicit(0, Der.integer(2)))).isEqualTo("a003020102");
        assertThat(hex(Der.implicit(7, new byte[] {127, 0, 0, 1}))).isEqualTo("87047f000001");
        assertThat(hex(Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.none())))
                .isEqualTo("300a0603551d130101ff0500");
        assertThat(hex(Der.bitString(new byte[] {1, 2}))).isEqualTo("0303000102");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0400",
        "127, 047f",
        "128, 048180",
        "255, 0481ff",
        "256, 04820100",
        "65535, 0482ffff",
        "65536, 0483010000"
    })
    void writesAndReadsShortAndLongLengths(int length, String header) throws Exception {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0x5A);

        byte[] element = Der.octetString(content);

        assertThat(hex(element)).startsWith(header).hasSize(header.length() + 2 * length);
        DerReader reader = new DerReader(element);
        assertThat(reader.content(Der.OCTET_STRING)).isEqualTo(content);
        assertThat(reader.isAtEnd()).isTrue();
    }

    @Test
    void refusesEveryTruncation() {
        byte[] whole = Der.sequence(Der.integer(1), Der.octetString(new byte[200]));
        for (int length = 0; length < whole.length; length++) {
            DerReader cut = new DerReader(Arrays.copyOf(whole, length));
            assertThatThrownBy(cut::sequence).as("%s bytes", length).isInstanceOf(InvalidKeyException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0484ffffffff", "0488ffffffffffffffff", "04847fffffff", "0400", "30", "02", "04"})
    void refusesLengthsThatLieAndOtherTags(String bytes) {
        assertThatThrownBy(() -> new DerReader(HexFormat.of().parseHex(bytes)).sequence())
                .isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> new DerReader(HexFormat.of().parseHex(bytes.replaceFirst("^04", "30")))
                        .sequence()
                        .content(Der.INTEGER))
                .isInstanceOf(InvalidKeyException.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
