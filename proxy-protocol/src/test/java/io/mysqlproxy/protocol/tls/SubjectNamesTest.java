package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectNamesTest {
    @ParameterizedTest
    @CsvSource({
        "db.example.com, 820e64622e6578616d706c652e636f6d",
        "DB, 82026462",
        "db., 82026462",
        "*.a.b, 82052a2e612e62",
        "MySQL_Server, 820c6d7973716c5f736572766572",
        "bücher.example, 8215786e2d2d62636865722d6b76612e6578616d706c65",
        "10.0.0.255, 87040a0000ff",
        "::1, 871000000000000000000000000000000001",
        "fe80::1%eth0, 8710fe800000000000000000000000000001",
        "::ffff:10.0.0.1, 87040a000001"
    })
    void tellsHostNamesFromAddresses(String name, String encoded) {
        assertThat(HexFormat.of().formatHex(SubjectNames.of(List.of(name)).encoded()))
                .isEqualTo("30" + HexFormat.of().toHexDigits((byte) (encoded.length() / 2)) + encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "-a",
                "a b",
                "*",
                "a.*",
                "*.",
                "x,CN=y",
                "a/b",
                "a\u0000b",
                "256.0.0.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ":",
                ":::",
                "1::2::3",
                "[::1]",
                "]:[",
                "%",
                "::1%\n",
                "a:3306",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void leavesOutWhatIsNeither(String name) {
        SubjectNames names = SubjectNames.of(List.of(name));

        assertThat(names.isEmpty()).isEqualTo(!name.equals("::1%\n"));
    }

    @Test
    void leavesOutAHostNameLongerThanOneMayBe() {
        String longest = "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

        assertThat(SubjectNames.of(List.of(longest)).isEmpty()).isFalse();
        assertThat(SubjectNames.of(List.of(longest + "d")).isEmpty()).isTrue();
    }

    @Test
    void takesTheFirstNameThatFitsForTheCommonName() {
        assertThat(SubjectNames.of(List.of("a b", "x".repeat(40) + "." + "y".repeat(40), "::1%eth0", "db"))
                        .subject()
                        .getName())
                .isEqualTo("CN=::1");
    }
}
