package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.message.ProxyHeader;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Rule("DET-1")
class ProxyHeaderTest {
    private static final Bytes TEXT = Bytes.utf8("PROXY TCP4 192.0.2.7 192.0.2.1 40000 3306\r\n");
    private static final Bytes BINARY = Bytes.hex("0d0a0d0a000d0a515549540a 21 11 000c c0000207 c0000201 9c40 0cea");
    private static final String RESPONSE = ">> 1 HandshakeResponse41";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsAHeaderBeforeTheGreetingHoweverItIsSliced(boolean text) {
        Bytes header = text ? TEXT : BINARY;
        Talk whole = new Talk().bytes(Direction.CLIENT_TO_SERVER, header).greeted(Talk.MYSQL_9_7_GREETING);
        Talk byteByByte = new Talk();
        for (int i = 0; i < header.length(); i++) {
            byteByByte.bytes(Direction.CLIENT_TO_SERVER, header.slice(i, i + 1));
        }
        byteByByte.greeted(Talk.MYSQL_9_7_GREETING);

        assertThat(whole.login(Talk.BASE).told())
                .containsExactly(">> 0 ProxyHeader", "<< 0 HandshakeV10", RESPONSE, "<< 2 Ok");
        assertThat(byteByByte.login(Talk.BASE).told()).isEqualTo(whole.told());
        assertThat(whole.messages().getFirst()).isInstanceOf(ProxyHeader.class);
        assertThat(whole.messages().getFirst().unsafeEncoded()).isEqualTo(header);
    }

    @Test
    void findsAHeaderBehindTheGreetingAndGoesOnWithTheResponseInTheSameSegment() {
        Bytes response = Talk.response(Talk.BASE, "caching_sha2_password");
        Bytes both = Bytes.hex(BINARY.toHex() + String.format("%02x0000", response.length()) + "01" + response.toHex());

        Talk talk = new Talk().greeted(Talk.MYSQL_9_7_GREETING).bytes(Direction.CLIENT_TO_SERVER, both);

        assertThat(talk.told()).containsExactly("<< 0 HandshakeV10", ">> 0 ProxyHeader", RESPONSE);
    }

    @Test
    void takesTheBeginningOfAHeaderThatGoesOnDifferentlyForAPacket() {
        // 'P' is 80, the length of a packet; its sequence id is not 'X'.
        Bytes response =
                Bytes.hex(Talk.response(Talk.BASE, "caching_sha2_password").toHex() + "00".repeat(0x50 - 60));
        assertThat(response.length()).isEqualTo(0x50);

        assertThat(new Talk()
                        .greeted(Talk.MYSQL_9_7_GREETING)
                        .client(1, response)
                        .told())
                .containsExactly("<< 0 HandshakeV10", RESPONSE);
    }

    @Test
    void givesUpOnALineWithoutAnEnd() {
        Talk talk = new Talk()
                .bytes(Direction.CLIENT_TO_SERVER, Bytes.utf8("PROXY " + "x".repeat(200)))
                .close();

        assertThat(talk.told()).containsExactly(">> truncated after 206");
    }

    @Test
    void countsTheBytesOfAnUnfinishedHeader() {
        assertThat(new Talk()
                        .bytes(Direction.CLIENT_TO_SERVER, BINARY.slice(0, 14))
                        .close()
                        .told())
                .containsExactly(">> truncated after 14");
    }
}
