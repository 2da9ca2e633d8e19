package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CharacterSetTest {
    private static final Path FOLDER = Path.of("src/test/resources/collations");

    /** What the servers' own tables say: id, name, character set. */
    @ParameterizedTest
    @ValueSource(strings = {"mysql-9.7.4_2026-11-22.txt", "mariadb-10.11.19_2026-11-22.txt"})
    void knowsTheCharacterSetOfEveryCollationOfTheServers(String server) {
        assertThat(lines(server)).hasSizeGreaterThan(200).allSatisfy(line -> {
            String[] words = line.split("\t", 3);
            Collation collation = Collation.of(Integer.parseInt(words[0]));
            assertThat(collation.id()).isEqualTo(Integer.parseInt(words[0]));
            assertThat(collation.characterSet().name()).isEqualTo(words[2]);
        });
    }

    @Test
    void namesEveryCollationAsMySqlDoes() {
        assertThat(lines("mysql-9.7.4_2026-11-22.txt")).allSatisfy(CharacterSetTest::isNamedAsThere);
    }

    /** There are five Croatian ones that MySQL names otherwise. */
    @Test
    void namesEveryOtherCollationAsMariaDbDoes() {
        assertThat(lines("mariadb-10.11.19_2026-11-22.txt"))
                .filteredOn(line -> !line.contains("croatian_mysql561_ci"))
                .hasSize(1237)
                .allSatisfy(CharacterSetTest::isNamedAsThere);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 17, 324, 1023, 1024, 2047, 2048 + 21 * 8, 3328, 65_535})
    @Rule("LIM-19")
    void takesACollationThatNobodyKnowsForUtf8(int id) {
        assertThat(Collation.of(id)).isEqualTo(new Collation(id, "collation " + id, CharacterSet.UNKNOWN));
        assertThat(Collation.of(id).characterSet().text(Bytes.utf8("größer €"))).isEqualTo("größer €");
    }

    @ParameterizedTest
    @CsvSource({
        "latin1, 80, €",
        "latin2, a3, Ł",
        "latin5, dd, İ",
        "latin7, c0, Ą",
        "cp1250, 8a, Š",
        "cp1251, c6, Ж",
        "cp1256, cd, ح",
        "cp1257, e0, ą",
        "cp850, 81, ü",
        "cp852, 9d, Ł",
        "cp866, 86, Ж",
        "koi8r, f6, Ж",
        "koi8u, a4, є",
        "greek, e1, α",
        "hebrew, e0, א",
        "macroman, 8a, ä",
        "macce, 8a, ä",
        "tis620, a1, ก",
        "ujis, a4a2, あ",
        "eucjpms, a4a2, あ",
        "sjis, 82a0, あ",
        "cp932, 82a0, あ",
        "euckr, b0a1, 가",
        "gb2312, b0a1, 啊",
        "gbk, b0a1, 啊",
        "gb18030, 8130 8130, \u0080",
        "big5, a440, 一",
        "ucs2, 20ac, €",
        "utf16, d83dde00, 😀",
        "utf16le, ac20, €",
        "utf32, 0001f600, 😀",
        "utf8mb3, e282ac, €",
        "utf8mb4, f09f9880, 😀",
        "ascii, 41, A",
        "armscii8, 41 b2, A\ufffd",
        "dec8, 41 ff, A\ufffd",
        "utf8mb4, 41ff42, A\ufffdB",
        "utf16, 0041d8, A\ufffd",
    })
    @Rule({"TYP-5", "LIM-19"})
    void readsTextAndNeverFails(String name, String bytes, String text) {
        assertThat(CharacterSet.of(name).text(Bytes.hex(bytes))).isEqualTo(text);
    }

    @Test
    void tellsBytesFromText() {
        assertThat(Collation.of(63).characterSet().isBinary()).isTrue();
        assertThat(Collation.of(255).characterSet()).isEqualTo(CharacterSet.UTF8MB4);
    }

    private static void isNamedAsThere(String line) {
        String[] words = line.split("\t", 3);
        assertThat(Collation.of(Integer.parseInt(words[0]))).hasToString(words[1]);
    }

    private static List<String> lines(String server) {
        try {
            return Files.readAllLines(FOLDER.resolve(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
