package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class OptionValuesTest {
    @ParameterizedTest
    @CsvSource({
        "3307, 127.0.0.1:3307",
        "0, 127.0.0.1:0",
        "db:3307, db:3307",
        "0.0.0.0:65535, 0.0.0.0:65535",
        "[::1]:3307, [::1]:3307"
    })
    void readsAddressesToListenOn(String value, String address) {
        assertThat(new HostPort.Listen().convert(value)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({"db, db:3306", "db:3307, db:3307", "[fe80::1%eth0], [fe80::1%eth0]:3306", "[::1]:1, [::1]:1"})
    void readsAddressesOfServers(String value, String address) {
        assertThat(new HostPort.Backend().convert(value)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "db|'db' has no port (write [HOST:]PORT, as in 3307)",
                "65536|port 65536 is not between 0 and 65535",
                "99999999999|port 99999999999 is not between 0 and 65535",
                "::1:3307|'::1:3307' is no address (put an IPv6 address in brackets, as in [::1]:3306)",
                "db:|'db:' is no address (write HOST:PORT, as in db:3306)"
            })
    void saysWhatIsWrongWithAnAddressToListenOn(String value, String problem) {
        assertThatThrownBy(() -> new HostPort.Listen().convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "3306|'3306' has no host (write HOST:PORT, as in db:3306)",
                "db:0|port 0 is not between 1 and 65535",
                "[::1|'[::1' is no address (write HOST:PORT, as in db:3306)"
            })
    void saysWhatIsWrongWithAnAddressOfAServer(String value, String problem) {
        assertThatThrownBy(() -> new HostPort.Backend().convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "1h30m, PT1H30M", "2d, PT48H", "PT90S, PT1M30S"})
    void readsDurations(String value, Duration duration) {
        assertThat(new DurationConverter().convert(value)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 m", "-5s", "5M30", "99999999999s", ""})
    void refusesOtherDurations(String value) {
        assertThatThrownBy(() -> new DurationConverter().convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + value + "' is no duration (write 500ms, 30s, 5m, 1h30m, or PT30S)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "PT-5S", "PT0.0009S"})
    void refusesDurationsThatAreNone(String value) {
        assertThatThrownBy(() -> new DurationConverter().convert(value))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'" + value + "' is shorter than 1ms");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1234, 1.2 kB",
        "9960, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "44000000, 44 MB",
        "9223372036854775807, 9.2 EB"
    })
    void writesBytes(long bytes, String text) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.000042S, 42 µs",
        "PT0.046S, 46 ms",
        "PT1.54S, 1.5 s",
        "PT59.999S, 60 s",
        "PT2M5S, 2m 5s",
        "PT75H12M, 75h 12m"
    })
    void writesDurations(Duration duration, String text) {
        assertThat(Quantity.duration(duration)).isEqualTo(text);
    }

    @Test
    void countsInWords() {
        assertThat(Quantity.count(1, "session")).isEqualTo("1 session");
        assertThat(Quantity.count(48_211, "packet")).isEqualTo("48,211 packets");
    }
}
