package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Rule("SEC-17")
class ErrTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "see near 'USR u IDENTIFIED BY 'S3CRET'' at line 1 ~ see near '<hidden>' at line 1",
                "near ''S3CRET'' at line 1 ~ near '<hidden>' at line 1",
                "near 'BYY \"S3CRET' at line 1 ~ near '<hidden>' at line 1",
                "near 'USING 0x5333435245' at line 1 ~ near '<hidden>' at line 1",
                "near 'IDENTIFIED BY S3CRET' at line 1 ~ near '<hidden>' at line 1",
                "Cannot run SET PASSWORD = 'S3CRET' now ~ Cannot run SET PASSWORD = '<hidden>' now",
            })
    void hidesWhatItQuotesOfAStatementWithASecret(String message, String shown) {
        assertThat(ErrorText.of(message).display()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You have an error in your SQL syntax near 'SELEC 1' at line 1",
                "near '' at line 1",
                "Access denied for user 'app'@'localhost' (using password: YES)",
                "Unknown column 'password' in 'field list'",
                "Your password does not satisfy the current policy requirements",
                "Authentication plugin 'caching_sha2_password' cannot be loaded: no such file",
                "Can't connect to MySQL server on '127.0.0.1:3306' (Connection refused)",
                "Duplicate entry 'x' for key 'PRIMARY'",
            })
    void showsEverythingWhereThereIsNoSecret(String message) {
        assertThat(ErrorText.of(message).display()).isEqualTo(message);
    }

    @Test
    @Rule("SEC-R3")
    void obeysInToStringAndInDumps() {
        Err err = Err.of(1064, "42000", "near ''xyz'' at");
        WireWriter writer = new WireWriter();

        err.encode(writer);

        assertThat(err.toString()).contains("near '<hidden>' at").doesNotContain("xyz");
        assertThat(IntStream.range(0, writer.length()).filter(writer::isHidden)).containsExactly(15, 16, 17, 18, 19);
    }
}
