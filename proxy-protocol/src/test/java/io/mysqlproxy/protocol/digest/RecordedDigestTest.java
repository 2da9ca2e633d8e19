package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedDigestTest {
    static List<RecordedDigest> recorded() {
        return RecordedDigest.all();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void givesTheTextThatTheServerGave(RecordedDigest recorded) {
        assertThat(StatementDigest.of(Bytes.utf8(recorded.sql()), SqlMode.of(recorded.mode()))
                        .text())
                .isEqualTo(recorded.text());
    }

    @Test
    void hasStatementsInEveryModeThatMatters() {
        assertThat(recorded()).hasSizeGreaterThan(300);
        assertThat(recorded().stream().map(RecordedDigest::mode).distinct())
                .containsExactly(
                        "",
                        "ANSI_QUOTES",
                        "NO_BACKSLASH_ESCAPES",
                        "PIPES_AS_CONCAT",
                        "HIGH_NOT_PRECEDENCE",
                        "IGNORE_SPACE",
                        "ANSI");
    }
}
