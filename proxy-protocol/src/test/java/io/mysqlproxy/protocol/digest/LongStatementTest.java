package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of some megabytes that begin again and again what they do not end. Were the time quadratic, each would take hours. */
class LongStatementTest {
    private static final int LENGTH = 4 << 20;

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "(",
                "1,",
                "'",
                "''",
                "\"",
                "`",
                "``",
                "$",
                "$a",
                "$a$",
                "$a ",
                "/*",
                "/**/",
                "/*!",
                "/*!99999",
                "*/",
                "-- ",
                "--",
                "#",
                "# \n",
                "1e",
                "1e+",
                "1.e",
                "0x",
                "x'",
                "@",
                "@@",
                "a.",
                "a",
                "é",
                "_utf8",
                "select /*+",
                "select /*+ x(",
                "select  ",
                "-",
                "<",
                "NULL,",
                "null ",
                "by 1,",
                "(((1),",
                "\\",
                "0",
                ".",
                "with ",
                "\0",
                "\n",
                "n'",
                "?",
                ";",
                "grouping sets ("
            })
    void takesTimeInProportionToLength(String piece) {
        String begin = "select 'x', ";
        Bytes sql = Bytes.utf8(begin + piece.repeat(LENGTH / piece.length()));

        assertThat(StatementDigest.of(sql).text()).startsWith("SELECT ?");
        assertThat(StatementLiterals.masked(sql, SqlMode.DEFAULT).utf8()).startsWith("select '?', ");
    }
}
