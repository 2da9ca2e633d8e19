package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0a000007,                         10.0.0.7:3306",
        "ffffffff,                         255.255.255.255:3306",
        "00000000000000000000000000000000, [::]:3306",
        "00000000000000000000000000000001, [::1]:3306",
        "fe800000000000000000000000000000, [fe80::]:3306",
        "20010db8000000000001000000000001, [2001:db8::1:0:0:1]:3306",
        "20010db8000100010001000100010000, [2001:db8:1:1:1:1:1:0]:3306",
        "00010002000300040005000600070008, [1:2:3:4:5:6:7:8]:3306"
    })
    void hasTheTextThatPeopleWrite(String ip, String text) {
        assertThat(TcpAddress.of(Frames.hex(ip), 3306)).hasToString(text);
    }

    @Test
    void mayBeUnknown() {
        assertThat(TcpAddress.UNKNOWN).hasToString("unknown");
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertThatThrownBy(() -> TcpAddress.of(new byte[5], 1)).hasMessageContaining("4 or 16 bytes, not 5");
        assertThatThrownBy(() -> TcpAddress.of(new byte[4], 65_536)).hasMessageContaining("not 65536");
    }
}
