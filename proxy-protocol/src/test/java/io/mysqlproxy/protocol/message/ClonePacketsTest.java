package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of a clone, most as two MySQL 9.7.4 exchanged them on 2026-11-22, with shorter locators. */
class ClonePacketsTest {
    private static final CloneLocator LOCATOR = new CloneLocator(12, Bytes.hex("00000064"));

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of(
                        "01 03010000 2c010080 0c 04000000 00000064",
                        new CloneCommand.Start(1, 0x0103, 0x8000012cL, List.of(LOCATOR))),
                Arguments.of("02 03010000 2c010000", new CloneCommand.Start(2, 0x0103, 300, List.of())),
                Arguments.of(
                        "03 03010000 00000000 0c 04000000 00000064 0c 04000000 00000064",
                        new CloneCommand.Start(3, 0x0103, 0, List.of(LOCATOR, LOCATOR))),
                Arguments.of("04", new CloneCommand.Execute(Oddities.NONE)),
                Arguments.of(
                        "05 00000000 0c 04000000 00000064 02000000 abcd",
                        new CloneCommand.Ack(0, LOCATOR, Bytes.hex("abcd"), Oddities.NONE)),
                Arguments.of("06", new CloneCommand.Exit(Oddities.NONE)),
                Arguments.of("2a 01", new CloneCommand.Other(42, Secret.of(Bytes.hex("01")))));
    }

    static Stream<Arguments> responses() {
        return Stream.of(
                Arguments.of("01 03010000 0c 04000000 00000064", new CloneResponse.Locators(0x0103, List.of(LOCATOR))),
                Arguments.of("02 0c 00 00000064", new CloneResponse.DataDescriptor(12, 0, Bytes.hex("00000064"))),
                Arguments.of("03 6162", new CloneResponse.Data(Secret.of(Bytes.utf8("ab")))),
                Arguments.of("04 02000000 6162", requirement(4, "ab", Optional.empty())),
                Arguments.of(
                        "05 07000000 76657273696f6e 07000000 392e372e342d32",
                        requirement(5, "version", Optional.of("9.7.4-2"))),
                Arguments.of(
                        "06 0f000000 646563385f737765646973685f6369",
                        requirement(6, "dec8_swedish_ci", Optional.empty())),
                Arguments.of("07 06000000 62696e6c6f67 00000000", requirement(7, "binlog", Optional.of(""))),
                Arguments.of("08 01000000 61 01000000 35", requirement(8, "a", Optional.of("5"))),
                Arguments.of("09 01000000 61 02000000 7b7d", requirement(9, "a", Optional.of("{}"))),
                Arguments.of("63", new CloneResponse.Complete(Oddities.NONE)),
                Arguments.of("64 e90e0000 6e6f", new CloneResponse.Failed(3817, ErrorText.of("no"))),
                Arguments.of("2a 01", new CloneResponse.Other(42, Secret.of(Bytes.hex("01")))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void readsAndWritesWhatTheCopyAsks(String hex, CloneCommand expected) {
        Bytes packet = Bytes.hex(hex);

        CloneCommand command = CloneCommand.decode(WireReader.of(packet));

        assertThat(command).isEqualTo(expected);
        assertThat(command.code()).isEqualTo(packet.byteAt(0));
        assertThat(command.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void readsAndWritesWhatTheOriginalAnswers(String hex, CloneResponse expected) {
        Bytes packet = Bytes.hex(hex);

        CloneResponse response = CloneResponse.decode(WireReader.of(packet));

        assertThat(response).isEqualTo(expected);
        assertThat(response.code()).isEqualTo(packet.byteAt(0));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "01", "0103010000", "01 03010000 2c010080 0c", "01 03010000 2c010080 0c ffffffff 00", "05 00"
            })
    @Rule("LIM-1")
    void refusesACommandThatIsCut(String hex) {
        assertThatThrownBy(() -> CloneCommand.decode(WireReader.of(Bytes.hex(hex))))
                .isInstanceOf(MalformedPacketException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "02 0c", "05 01000000 61", "06 ffffffff 61", "64 00"})
    @Rule("LIM-1")
    void refusesAnAnswerThatIsCut(String hex) {
        assertThatThrownBy(() -> CloneResponse.decode(WireReader.of(Bytes.hex(hex))))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    @Rule("SEC-15")
    void showsNothingOfTheData() {
        assertThat(CloneResponse.decode(WireReader.of(Bytes.hex("03 68756e74657232"))))
                .hasToString("Data[content=<hidden, 7 bytes>]");
    }

    private static CloneResponse requirement(int code, String name, Optional<String> value) {
        return new CloneResponse.Requirement(code, Bytes.utf8(name), value.map(Bytes::utf8), Oddities.NONE);
    }
}
