package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Built by hand after the specification of the PROXY protocol; both versions are among the captured sessions too. */
@Rule("DET-1")
class ProxyHeaderLayoutTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324 3306, 192.0.2.1:56324",
        "PROXY TCP6 2001:db8::1 2001:db8::2 56324 3306, [2001:db8::1]:56324",
        "PROXY UNKNOWN, ''",
    })
    void readsVersion1(String line, String source) {
        Bytes packet = Bytes.utf8(line + "\r\n");

        ProxyHeader header = ProxyHeader.decode(WireReader.of(packet));

        assertThat(header).isEqualTo(new ProxyHeader.Version1(Bytes.utf8(line)));
        assertThat(header.source()).isEqualTo(source);
        assertThat(header.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsVersion2WithAdditionalValues() {
        Bytes packet = Bytes.hex(SIGNATURE + "21 11 0010 c0000201 c0000202 dc04 0cea 04000100");

        ProxyHeader header = ProxyHeader.decode(WireReader.of(packet));

        assertThat(header)
                .isEqualTo(new ProxyHeader.Version2(
                        0x21, 0x11, Bytes.hex("c0000201 c0000202 dc04 0cea"), Bytes.hex("04000100"), Oddities.NONE));
        assertThat(header.source()).isEqualTo("192.0.2.1:56324");
        assertThat(header.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsVersion2OfIpv6() {
        Bytes packet = Bytes.hex(SIGNATURE + "21 21 0024 20010db8000000000000000000000001"
                + "20010db8000000000000000000000002 dc04 0cea");

        ProxyHeader header = ProxyHeader.decode(WireReader.of(packet));

        assertThat(header.source()).isEqualTo("[2001:db8:0:0:0:0:0:1]:56324");
        assertThat(header.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 00 0000", "21 31 00d8"})
    void tellsNoAddressWhereThereIsNone(String rest) {
        Bytes packet = Bytes.hex(SIGNATURE + rest + (rest.endsWith("d8") ? "2f".repeat(216) : ""));

        ProxyHeader header = ProxyHeader.decode(WireReader.of(packet));

        assertThat(header.source()).isEmpty();
        assertThat(header.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "47",
                "50524f5859",
                "50524f585920544350340a",
                "0d0a",
                SIGNATURE,
                SIGNATURE + "21110004c0000201"
            })
    void refusesWhatIsNoHeader(String hex) {
        assertThatThrownBy(() -> ProxyHeader.decode(WireReader.of(Bytes.hex(hex))))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    void refusesALineThatIsTooLong() {
        Bytes packet = Bytes.utf8("PROXY " + "x".repeat(100) + "\r\n");

        assertThatThrownBy(() -> ProxyHeader.decode(WireReader.of(packet)))
                .isInstanceOf(MalformedPacketException.class);
    }
}
