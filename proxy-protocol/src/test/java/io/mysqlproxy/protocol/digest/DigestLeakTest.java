package io.mysqlproxy.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands around a literal, neither the digest nor the masked statement has it. The literal is no number of a column, which would be shown: it is too large. */
class DigestLeakTest {
    private static final long SEED = 20261122;
    private static final String MARK = "31415926535898";
    private static final List<String> LITERALS = List.of(
            "'$'",
            "'a''$'",
            "'\\\\$'",
            "'\\'$'",
            "\"$\"",
            "N'$'",
            "_utf8mb4'$'",
            "x'$'",
            "0x$",
            "$",
            "-$",
            "$.5",
            ".$",
            "1.$",
            "$e5",
            "1e$",
            "5.$e",
            "date '$'",
            "{d '$'}",
            "@'$'",
            "/* $ */",
            "# $\n",
            "-- $\n",
            "/*!99999 $ */",
            "/*!80000 '$' */",
            "$$ $ $$",
            "'$",
            "/* $",
            "x'$");
    private static final List<String> OTHERS = List.of(
            "select",
            "(",
            ")",
            ",",
            "a",
            "`b`",
            "t.c",
            "=",
            "<",
            "->",
            "@",
            "@@x",
            ".",
            "+",
            "-",
            "*",
            "/",
            "order by",
            "limit",
            "in",
            "null",
            "values",
            "/*!80000",
            "*/",
            "/*+ bka(t) */",
            "with rollup",
            ";",
            "5",
            "'x'",
            "now()",
            "_latin1",
            "\\",
            "!",
            ":",
            ":=",
            "?",
            "é",
            "\t",
            "#\n",
            "is",
            "not");

    @Test
    @Rule("SEC-12")
    void hidesLiteralsInAnySurroundings() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            String sql = statement(random);
            Bytes bytes = Bytes.utf8(sql);

            assertThat(StatementDigest.of(bytes).text()).as(sql).doesNotContain(MARK);
            Bytes masked = StatementLiterals.masked(bytes, SqlMode.DEFAULT);
            assertThat(masked.utf8()).as(sql).doesNotContain(MARK);
            assertThat(masked.length()).as(sql).isEqualTo(bytes.length());
        }
    }

    /** The literal stands between spaces and operators, because what directly follows a name's characters belongs to the name. */
    private static String statement(Random random) {
        StringBuilder sql = new StringBuilder();
        some(random, sql);
        String literal = LITERALS.get(random.nextInt(LITERALS.size()));
        sql.append(random.nextBoolean() ? " = " : " , ")
                .append(literal.replace("$", MARK).replace(MARK + MARK, "$$"));
        sql.append(' ');
        some(random, sql);
        return sql.toString();
    }

    private static void some(Random random, StringBuilder sql) {
        for (int i = random.nextInt(8); i > 0; i--) {
            sql.append(OTHERS.get(random.nextInt(OTHERS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
        }
    }
}
