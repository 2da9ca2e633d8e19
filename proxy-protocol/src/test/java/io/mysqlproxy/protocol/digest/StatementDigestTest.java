package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatementDigestTest {
    @Test
    void masksLiteralsAndKeepsNames() {
        StatementDigest digest =
                StatementDigest.of(Bytes.utf8("select Title from t where id in (1, 2, 3) and a = 'x' -- why"));

        assertThat(digest)
                .isEqualTo(new StatementDigest(
                        "SELECT `Title` FROM `t` WHERE `id` IN (...) AND `a` = ?", "ba647ed369022a8469a83f8a4ad428fa"));
    }

    @Test
    void givesStatementsThatDifferInLiteralsOneHash() {
        assertThat(StatementDigest.of(Bytes.utf8("SELECT 1/*x*/FROM dual")))
                .isEqualTo(StatementDigest.of(Bytes.utf8("select  'other'\nfrom DUAL;")));
    }

    @Test
    void readsTheSessionsModes() {
        Bytes sql = Bytes.utf8("select \"a\", 'b\\', now (), c || -1, not -1");

        assertThat(StatementDigest.of(sql, SqlMode.of("ANSI,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE"))
                        .text())
                .isEqualTo("SELECT `a` , ? , NOW ( ) , `c` || - ? , ! - ?");
    }

    @Test
    void writesNamesOfOtherCharacterSets() {
        Bytes sql = Bytes.of("select é".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(StatementDigest.of(sql, SqlMode.DEFAULT, StandardCharsets.ISO_8859_1)
                        .text())
                .isEqualTo("SELECT `é`");
    }

    @Test
    void hasATextForWhatTheServerRefuses() {
        assertThat(StatementDigest.of(Bytes.utf8("selct 1 frm t wher 'never closed"))
                        .text())
                .isEqualTo("`selct` ? `frm` `t` `wher` ?");
        assertThat(StatementDigest.of(Bytes.EMPTY).text()).isEmpty();
    }
}
