package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementLiteralsTest {
    @Test
    void givesTheBytesOfEachLiteral() {
        assertThat(StatementLiterals.ranges(
                        Bytes.utf8("select 42, 'é', '', x'1F' from t1 where d = date '2020-01-01'"), SqlMode.DEFAULT))
                .containsExactly(
                        new ByteRange(7, 9), new ByteRange(12, 14), new ByteRange(23, 25), new ByteRange(51, 61));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            select 'it''s', "a\\"b", n'x', _latin1'y'      | select '?????', "????", n'?', _latin1'?'
            select 12, 1.5, .5e1, 0x1F, 0b11, x'1F', b'1'  | select 00, 000, 0000, 0000, 0000, x'00', b'0'
            select t1.a, t.1, 1a, `1`, `'x'` from t2       | select t1.a, t.1, 1a, `1`, `'x'` from t2
            insert into t values (-1, null, true)          | insert into t values (-0, null, true)
            select /* a 1 */ 1 # b                         | select /*?????*/ 0 #??
            select 1 -- c                                  | select 0 -- ?
            select /*!80000 1 */ /*!99999 2 */ 3           | select /*!80000 0 */ /*!99999???*/ 0
            select /*+ max_execution_time(100) x('y') */ 1 | select /*+ max_execution_time(000) x('?') */ 0
            select @name, @'q', @@sql_mode                 | select @xxxx, @'?', @@sql_mode
            create user a@10.0.0.1 identified by 'p'       | create user a@xxxxxxxx identified by '?'
            as $js$ return 1 $js$ x                        | as $js$??????????$js$ x
            select 1.5e, 2                                 | select 0000, 0
            select 'never closed                           | select '????????????
            select x'1G', 5                                | select ????????
            select 1, `never closed 5                      | select 0, ???????????????
            select 1 /* never closed                       | select 0 ???????????????
            """)
    void masksWithoutChangingLengths(String sql, String masked) {
        assertThat(StatementLiterals.masked(Bytes.utf8(sql), SqlMode.DEFAULT).utf8())
                .isEqualTo(masked);
    }

    @Test
    void takesDoubleQuotesForStringsUnlessTheSessionSaysOtherwise() {
        Bytes sql = Bytes.utf8("select \"a\", 'b\\', 'c'");

        assertThat(StatementLiterals.masked(sql, SqlMode.DEFAULT).utf8()).isEqualTo("select \"?\", '?????'c'");
        assertThat(StatementLiterals.masked(sql, SqlMode.of("ansi_quotes, no_backslash_escapes"))
                        .utf8())
                .isEqualTo("select \"a\", '??', '?'");
    }

    @Test
    void hidesWhatFollowsAZeroByte() {
        assertThat(StatementLiterals.masked(Bytes.utf8("select 1 \0 'a'"), SqlMode.DEFAULT)
                        .utf8())
                .isEqualTo("select 0 ?????");
    }
}
