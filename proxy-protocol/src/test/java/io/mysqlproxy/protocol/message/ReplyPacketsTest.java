package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ERR, EOF, progress, and what is named by its kind only. */
class ReplyPacketsTest {
    /** Both servers, raw client, 2026-11. */
    @Test
    @Rule("CON-1")
    void readsAnErrorWithoutAnSqlState() {
        Bytes packet = Bytes.hex("ff 1004 546f6f206d616e7920636f6e6e656374696f6e73");

        Err err = Err.decode(WireReader.of(packet));

        assertThat(err).isEqualTo(new Err(1040, Optional.empty(), ErrorText.of("Too many connections")));
        assertThat(err.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22, shortened. */
    @Test
    @Rule("CON-1")
    void readsAnErrorWithAnSqlState() {
        Bytes packet = Bytes.hex("ff 1504 23 3238303030 41636365737320");

        Err err = Err.decode(WireReader.of(packet));

        assertThat(err).isEqualTo(Err.of(1045, "28000", "Access "));
        assertThat(err.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff 1504 23 3238", "ff 1504 23", "ff 1504"})
    @Rule({"CON-1", "LIM-14"})
    void takesAMarkWithoutAnSqlStateForAMessage(String hex) {
        Bytes packet = Bytes.hex(hex);

        Err err = Err.decode(WireReader.of(packet));

        assertThat(err).isEqualTo(new Err(1045, Optional.empty(), ErrorText.of(packet.slice(3, packet.length()))));
        assertThat(err.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("CON-1")
    void takesTheSqlStateWhereThereIsNoMessage() {
        assertThat(Err.decode(WireReader.of(Bytes.hex("ff 1504 23 3238303030"))))
                .isEqualTo(Err.of(1045, "28000", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ff", "ff15"})
    @Rule("LIM-14")
    void refusesAnErrorWithoutItsCode(String hex) {
        assertThatThrownBy(() -> Err.decode(WireReader.of(Bytes.hex(hex))))
                .isInstanceOf(MalformedPacketException.class);
    }

    /** MariaDB 10.11.19, mariadb client 10.11.19, 2026-11-22, with other values: warnings come first. */
    @Test
    @Rule("OK-4")
    void readsTheWarningsOfAnEofBeforeTheStatus() {
        Bytes packet = Bytes.hex("fe 0100 2200");

        Eof eof = Eof.decode(WireReader.of(packet));

        assertThat(eof).isEqualTo(Eof.of(1, StatusFlags.of(ServerStatus.AUTOCOMMIT, ServerStatus.QUERY_NO_INDEX_USED)));
        assertThat(eof.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, raw client of protocol 320, 2026-11-22. */
    @Test
    void readsTheEofOfAClientBefore41() {
        Bytes packet = Bytes.hex("fe");

        Eof eof = Eof.decode(WireReader.of(packet));

        assertThat(eof).isEqualTo(new Eof(OptionalInt.empty(), Optional.empty(), Oddities.NONE));
        assertThat(eof.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe00", "fe0000", "fe000000"})
    @Rule("LIM-14")
    void refusesAnEofOfTwoToFourBytes(String hex) {
        assertThatThrownBy(() -> Eof.decode(WireReader.of(Bytes.hex(hex))))
                .isInstanceOf(MalformedPacketException.class);
    }

    /** MariaDB 10.11.19, raw client, 2026-11. */
    @Test
    @Rule("PRG-1")
    void readsAProgressReportWithItsCountOfStrings() {
        Bytes packet = Bytes.hex("ff ffff 01 01 02 9c0200 11 636f707920746f20746d70207461626c65");

        Progress progress = Progress.decode(WireReader.of(packet));

        assertThat(progress).isEqualTo(new Progress(1, 1, 2, 668, Bytes.utf8("copy to tmp table"), Oddities.NONE));
        assertThat(progress.unsafeEncoded()).isEqualTo(packet);
    }

    /** This test found a bug: the code was not looked at, and FFFF was written. */
    @Test
    @Rule("PRG-2")
    void takesNoOtherErrorForAProgressReport() {
        assertThatThrownBy(
                        () -> Progress.decode(WireReader.of(Bytes.hex("ff 332e32302e310001000000616263646566676800"))))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("at byte 1: expected progress report (error code 65535), found error code 11827");
    }

    @Test
    @Rule({"SEC-R3", "SEC-R5"})
    void keepsWhatIsNotDecodedAsASecret() {
        Bytes packet = Bytes.utf8("hunter2");

        Undecoded undecoded = Undecoded.decode(WireReader.of(packet));
        Undecodable undecodable = new Undecodable(0, "this", "that", Secret.of(packet));

        assertThat(undecoded).hasToString("Undecoded[payload=<hidden, 7 bytes>]");
        assertThat(undecoded.unsafeEncoded()).isEqualTo(packet);
        assertThat(undecodable.unsafeEncoded()).isEqualTo(packet);
    }
}
