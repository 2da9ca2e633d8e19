package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;

/**
 * Any bytes have a digest of bounded length, and literals that lie in order. Replays its corpus in the normal build;
 * {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am -Dtest=DigestFuzzTest} looks for more.
 *
 * <p>The bits of an input's first byte are the flags of {@link SqlMode}, the rest is the statement.
 */
class DigestFuzzTest {
    /** More than 512 tokens of the longest keyword. */
    private static final int LONGEST_TEXT = 512 * 48;

    @FuzzTest(maxDuration = "10m")
    void survivesAnyStatement(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int flags = input[0];
        SqlMode mode =
                new SqlMode((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0, (flags & 16) != 0);
        Bytes sql = Bytes.of(input).slice(1, input.length);

        StatementDigest digest = StatementDigest.of(sql, mode);

        assertThat(digest.text().length()).isLessThan(LONGEST_TEXT);
        assertThat(digest.hash()).hasSize(32);
        int end = 0;
        for (ByteRange range : StatementLiterals.ranges(sql, mode)) {
            assertThat(range.start()).isGreaterThanOrEqualTo(end);
            assertThat(range.end()).isGreaterThan(range.start()).isLessThanOrEqualTo(sql.length());
            end = range.end();
        }
        assertThat(StatementLiterals.masked(sql, mode).length()).isEqualTo(sql.length());
    }
}
