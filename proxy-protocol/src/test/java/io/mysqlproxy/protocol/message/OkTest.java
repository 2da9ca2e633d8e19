package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.SessionStateChange.Changed;
import io.mysqlproxy.protocol.message.SessionStateChange.Gtids;
import io.mysqlproxy.protocol.message.SessionStateChange.Schema;
import io.mysqlproxy.protocol.message.SessionStateChange.SystemVariables;
import io.mysqlproxy.protocol.message.SessionStateChange.TransactionCharacteristics;
import io.mysqlproxy.protocol.message.SessionStateChange.TransactionState;
import io.mysqlproxy.protocol.message.SessionStateChange.Unknown;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Oddities.LongForm;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OkTest {
    private static final Capabilities PLAIN = Capabilities.of(Capability.PROTOCOL_41);
    private static final Capabilities TRACKING =
            PLAIN.with(Capability.SESSION_TRACK).with(Capability.DEPRECATE_EOF);

    private static final StatusFlags CHANGED =
            StatusFlags.of(ServerStatus.AUTOCOMMIT, ServerStatus.SESSION_STATE_CHANGED);

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    void readsAnOkThatTellsNothingButTheStatus() {
        Bytes packet = Bytes.hex("00 00 00 0200 0000");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok).isEqualTo(Ok.of(0, 0, StatusFlags.of(ServerStatus.AUTOCOMMIT)));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11: the answer to {@code USE mysql}. */
    @Test
    @Rule({"OK-2", "OK-5", "OK-6"})
    void tellsWhatChangedInTheSession() {
        Bytes packet = Bytes.hex("""
                00 00 00 0240 0000 00 22
                00 15 0c 73746174656d656e745f6964 07 37303231303033
                01 06 05 6d7973716c
                02 01 31
                """);

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok)
                .isEqualTo(ok(
                        Ok.HEADER,
                        CHANGED,
                        new SystemVariables(List.of(SystemVariable.of("statement_id", "7021003"))),
                        new Schema(Bytes.utf8("mysql")),
                        new Changed('1')));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11-22: the answer to {@code START TRANSACTION READ ONLY}. */
    @Test
    @Rule({"OK-5", "OK-6"})
    void keepsTheChangesInTheOrderSent() {
        Bytes packet = Bytes.hex("00 00 00 0160 0000 00 3d"
                + "00 11 0c73746174656d656e745f6964 03323634"
                + "05 09 08545f5f5f5f5f5f5f"
                + "04 1d 1c5354415254205452414e53414354494f4e2052454144204f4e4c593b");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok)
                .isEqualTo(ok(
                        Ok.HEADER,
                        StatusFlags.of(
                                ServerStatus.IN_TRANS,
                                ServerStatus.IN_TRANS_READONLY,
                                ServerStatus.SESSION_STATE_CHANGED),
                        new SystemVariables(List.of(SystemVariable.of("statement_id", "264"))),
                        new TransactionState(Bytes.utf8("T_______")),
                        new TransactionCharacteristics(Bytes.utf8("START TRANSACTION READ ONLY;"))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11: the end of rows in a transaction. */
    @Test
    @Rule("OK-3")
    void readsTheOkThatEndsRows() {
        Bytes packet = Bytes.hex("fe 00 00 0160 0000 00 22"
                + "00 15 0c73746174656d656e745f6964 0737303231303034"
                + "05 09 08545f5f5f5f5f535f");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.header()).isEqualTo(Ok.END_OF_ROWS);
        assertThat(ok.sessionState())
                .contains(SessionState.of(
                        new SystemVariables(List.of(SystemVariable.of("statement_id", "7021004"))),
                        new TransactionState(Bytes.utf8("T_____S_"))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the server's sources: MariaDB may tell several variables in one change. */
    @Test
    void readsSeveralVariablesOfOneChange() {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 00 0c 00 0a 0161 0178 0162 03797a7a");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.sessionState())
                .contains(SessionState.of(
                        new SystemVariables(List.of(SystemVariable.of("a", "x"), SystemVariable.of("b", "yzz")))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the server's sources. */
    @Test
    @Rule("OK-6")
    void readsGtidsAndChangesOfUnknownTypes() {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 00 0d 03 06 00 04 75756964 06 03 010203");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok)
                .isEqualTo(ok(
                        Ok.HEADER,
                        CHANGED,
                        new Gtids(0, Bytes.utf8("uuid")),
                        new Unknown(6, Secret.of(Bytes.hex("010203")))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void tellsAKnownChangeInAnotherLayoutAsUnknown() {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 00 05 02 03 023132");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.sessionState()).contains(SessionState.of(new Unknown(2, Secret.of(Bytes.hex("023132")))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"05 01 06 05 6d79", "03 01 06 05", "7f 02 01 31", "01 05", "02 05ff"})
    @Rule("LIM-7")
    void keepsWhatIsNoChangeWithinABlockThatLies(String block) {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 00 " + block);

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.sessionState()).isPresent();
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("LIM-7")
    void countsChangesUpToABound() {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 00 fc204e" + "0600".repeat(10_000));

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.sessionState()).hasValueSatisfying(state -> {
            assertThat(state.changes()).hasSize(SessionState.MOST_CHANGES);
            assertThat(state.unparsed().length()).isEqualTo(20_000 - 2 * SessionState.MOST_CHANGES);
        });
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11: the answer to an UPDATE of a client without SESSION_TRACK. */
    @Test
    @Rule("OK-1")
    void readsTheLengthOfTheInfoEvenWithoutSessionTracking() {
        Bytes packet = Bytes.hex("00 03 00 0200 0000 05 526f777321");

        Ok ok = Ok.decode(WireReader.of(packet), PLAIN);

        assertThat(ok.info()).isEqualTo(new OkInfo.Text(Bytes.utf8("Rows!")));
        assertThat(ok.infoText()).isEqualTo(Bytes.utf8("Rows!"));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** As the manual has it. */
    @ParameterizedTest
    @ValueSource(strings = {"526f777321", "61"})
    @Rule("OK-1")
    void readsAnInfoWithoutALength(String info) {
        Bytes packet = Bytes.hex("00 03 00 0200 0000 " + info);

        Ok ok = Ok.decode(WireReader.of(packet), PLAIN);

        assertThat(ok.info()).isEqualTo(new OkInfo.WithoutLength(Bytes.hex(info)));
        assertThat(ok.infoText()).isEqualTo(Bytes.hex(info));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** No length and no text either. */
    @ParameterizedTest
    @ValueSource(strings = {"ff", "fb61"})
    @Rule({"OK-1", "SEC-R5"})
    void keepsFromSightAnInfoThatIsNoText(String info) {
        Bytes packet = Bytes.hex("00 03 00 0200 0000 " + info);

        Ok ok = Ok.decode(WireReader.of(packet), PLAIN);

        assertThat(ok.info()).isEqualTo(new OkInfo.Unreadable(Secret.of(Bytes.hex(info))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 11.8.9, mariadb client 11.8.9, 2026-11-22; the hash is shortened. */
    @Test
    @Rule({"SEC-8", "AUT-6"})
    void hidesTheProofOfTheServersCertificate() {
        Bytes packet = Bytes.hex("00 00 00 0240 0000 05 01 46323035 0e 00 0c 0a6175746f636f6d6d6974 00");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.info()).isEqualTo(new OkInfo.CertificateProof(Secret.of(Bytes.hex("0146323035"))));
        assertThat(ok.infoText()).isEqualTo(Bytes.EMPTY);
        assertThat(ok.toString()).contains("<hidden, 5 bytes>").doesNotContain("F205");
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the server's sources: MariaDB 11.3 and later. */
    @Test
    @Rule("SEC-18")
    void hidesVariablesThatMayHoldAPassword() {
        SystemVariable url = SystemVariable.of("redirect_url", "mysql://u:hunter2@h:3306/");

        assertThat(url).hasToString("redirect_url=<hidden, 25 bytes>");
        assertThat(SystemVariable.of("autocommit", "ON")).hasToString("autocommit=ON");
    }

    @Test
    void readsTheOkOfAClientBefore41() {
        Bytes withStatus = Bytes.hex("00 00 00 0200");
        Bytes without = Bytes.hex("00 00 00");

        Ok first = Ok.decode(WireReader.of(withStatus), Capabilities.of(Capability.TRANSACTIONS));
        Ok second = Ok.decode(WireReader.of(without), Capabilities.NONE);

        assertThat(first.status()).contains(StatusFlags.of(ServerStatus.AUTOCOMMIT));
        assertThat(first.warnings()).isEmpty();
        assertThat(first.unsafeEncoded()).isEqualTo(withStatus);
        assertThat(second.status()).isEmpty();
        assertThat(second.unsafeEncoded()).isEqualTo(without);
    }

    @Test
    @Rule("TYP-1")
    void keepsNumbersThatAreLongerThanNeeded() {
        Bytes packet = Bytes.hex("00 fc0500 fe0100000000000000 0200 0000");

        Ok ok = Ok.decode(WireReader.of(packet), PLAIN);

        assertThat(ok)
                .isEqualTo(new Ok(
                        Ok.HEADER,
                        5,
                        1,
                        Optional.of(StatusFlags.of(ServerStatus.AUTOCOMMIT)),
                        OptionalInt.of(0),
                        new OkInfo.Absent(),
                        Optional.empty(),
                        new Oddities(List.of(new LongForm(0, 3), new LongForm(1, 9)), false, 0, Secret.EMPTY)));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "00", "0000", "000000", "00000002", "0000000200", "000000020000", "00fb000200", "0000ff"})
    @Rule({"LIM-14", "LIM-15"})
    void refusesAnOkThatIsCut(String packet) {
        assertThatThrownBy(() -> Ok.decode(WireReader.of(Bytes.hex(packet)), PLAIN))
                .isInstanceOf(MalformedPacketException.class);
    }

    private static Ok ok(int header, StatusFlags status, SessionStateChange... changes) {
        return new Ok(
                header,
                0,
                0,
                Optional.of(status),
                OptionalInt.of(0),
                new OkInfo.Text(Bytes.EMPTY),
                Optional.of(SessionState.of(changes)),
                Oddities.NONE);
    }

    /** The info announces more than there is, so that a state behind it is part of what is left. */
    @Test
    @Rule("SEC-R5")
    void keepsFromSightWhatDidNotParseUnlessItIsText() {
        Bytes withState = Bytes.hex("00 00 00 02 40 00 00 7a 61 62");
        Bytes binary = Bytes.hex("00 00 00 02 00 00 00 7a 01 62");
        Bytes text = Bytes.hex("00 00 00 02 00 00 00 7a 61 62");

        assertThat(Ok.decode(WireReader.of(withState), TRACKING).info())
                .isEqualTo(new OkInfo.Unreadable(Secret.of(Bytes.utf8("zab"))));
        assertThat(Ok.decode(WireReader.of(binary), TRACKING).info())
                .isEqualTo(new OkInfo.Unreadable(Secret.of(Bytes.hex("7a 01 62"))));
        assertThat(Ok.decode(WireReader.of(text), TRACKING).info())
                .isEqualTo(new OkInfo.WithoutLength(Bytes.utf8("zab")));
    }

    @Test
    @Rule({"SEC-R5", "SEC-18"})
    void keepsFromSightTheSessionStateThatDidNotParse() {
        Bytes packet = Bytes.hex("00 00 00 02 40 00 00 00 04 00 7f 61 62");

        Ok ok = Ok.decode(WireReader.of(packet), TRACKING);

        assertThat(ok.sessionState()).contains(new SessionState(List.of(), Secret.of(Bytes.hex("00 7f 61 62"))));
        assertThat(ok.unsafeEncoded()).isEqualTo(packet);
    }
}
