package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.HandshakeV10.Extent;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {
    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    private static final Bytes MYSQL_9_7 = Bytes.hex("""
            0a 392e372e342d3200 1e000000 4c6927706f052b23 00 ffff ff 0200 ffdf 15 00000000000000000000
            024c287f687f016a39515719 00 63616368696e675f736861325f70617373776f726400
            """);

    /** MariaDB 10.11.19, mariadb client 10.11.19, 2026-11-22. */
    private static final Bytes MARIADB_10_11 = Bytes.hex("""
            0a 352e352e352d31302e31312e31392d4d6172696144422d302b646562313275310019000000 4c6b564c5b625d2b 00 feff 08
            0200 ff81 15 000000000000 1d000000 5a687a4d52344b5d73495345 00 6d7973716c5f6e61746976655f70617373776f726400
            """);

    /** Up to the second part of the nonce, as MySQL 5.5.8 sent it, by its sources: SECURE_CONNECTION and PLUGIN_AUTH. */
    private static final String MYSQL_5_5_HEAD =
            "0a 352e352e3800 01000000 6162636465666768 00 01a2 08 0200 0800 15 00000000000000000000 ";

    private static final String NONCE_REST = "696a6b6c6d6e6f7071727374 00 ";
    private static final String NATIVE = "6d7973716c5f6e61746976655f70617373776f7264";

    @Test
    void readsTheGreetingOfMySql() {
        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(MYSQL_9_7));

        assertThat(greeting)
                .isEqualTo(new HandshakeV10(
                        Bytes.utf8("9.7.4-2"),
                        30,
                        secret("4c6927706f052b23"),
                        0,
                        Extent.FULL,
                        new Capabilities(0xdfff_ffffL),
                        255,
                        StatusFlags.of(ServerStatus.AUTOCOMMIT),
                        21,
                        Bytes.hex("00000000000000000000"),
                        secret("024c287f687f016a39515719 00"),
                        Optional.of(Bytes.utf8("caching_sha2_password")),
                        Oddities.NONE));
        assertThat(greeting.isMariaDb()).isFalse();
        assertThat(greeting.unsafeEncoded()).isEqualTo(MYSQL_9_7);
    }

    @Test
    void readsMariaDbsExtendedFlagsWhereBit0IsClear() {
        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(MARIADB_10_11));

        assertThat(greeting)
                .isEqualTo(new HandshakeV10(
                        Bytes.utf8("5.5.5-10.11.19-MariaDB-0+deb12u1"),
                        25,
                        secret("4c6b564c5b625d2b"),
                        0,
                        Extent.FULL,
                        new Capabilities(0x0000_001d_81ff_fffeL),
                        8,
                        StatusFlags.of(ServerStatus.AUTOCOMMIT),
                        21,
                        Bytes.hex("000000000000"),
                        secret("5a687a4d52344b5d73495345 00"),
                        Optional.of(Bytes.utf8("mysql_native_password")),
                        Oddities.NONE));
        assertThat(greeting.isMariaDb()).isTrue();
        assertThat(greeting.unsafeEncoded()).isEqualTo(MARIADB_10_11);
    }

    @Test
    void takesTheReservedBytesForNothingElseWhereBit0IsSet() {
        Bytes withJunk = Bytes.hex(MYSQL_5_5_HEAD.replace("00000000000000000000", "0102030405060708090a") + NONCE_REST);

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(withJunk));

        assertThat(greeting.capabilities()).isEqualTo(new Capabilities(0x0008_a201));
        assertThat(greeting.reserved()).isEqualTo(Bytes.hex("0102030405060708090a"));
        assertThat(greeting.unsafeEncoded()).isEqualTo(withJunk);
    }

    @ParameterizedTest
    @CsvSource({"'', true, 0", "00, false, 0", "0000, false, 1", "00ffff, false, 2"})
    @Rule("CON-2")
    void readsThePluginHoweverManyNulsFollowIt(String end, boolean unterminated, int surplus) {
        Bytes packet = Bytes.hex(MYSQL_5_5_HEAD + NONCE_REST + NATIVE + end);

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting.plugin()).contains(Bytes.utf8("mysql_native_password"));
        assertThat(greeting.oddities().unterminated()).isEqualTo(unterminated);
        assertThat(greeting.oddities().surplus().length()).isEqualTo(surplus);
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("CON-2")
    void takesASecondPartOfTheNonceThatIsTooShort() {
        Bytes packet = Bytes.hex(MYSQL_5_5_HEAD + "696a6b6c");

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting.scrambleRest()).isEqualTo(secret("696a6b6c"));
        assertThat(greeting.plugin()).isEmpty();
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("CON-3")
    void findsTheNonceByItsLengthEvenIfItHoldsNuls() {
        Bytes packet = Bytes.hex(MYSQL_5_5_HEAD.replace("6162636465666768", "6100006400660068")
                + "69006b6c0000006f70007273 00 " + NATIVE + "00");

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting.scrambleStart()).isEqualTo(secret("6100006400660068"));
        assertThat(greeting.scrambleRest()).isEqualTo(secret("69006b6c0000006f70007273 00"));
        assertThat(greeting.plugin()).contains(Bytes.utf8("mysql_native_password"));
    }

    @Test
    void takesALongerNonceWhereTheLengthSaysSo() {
        Bytes packet = Bytes.hex(MYSQL_5_5_HEAD.replace(" 15 ", " 20 ") + "61".repeat(24) + NATIVE + "00");

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting.scrambleRest().length()).isEqualTo(24);
        assertThat(greeting.plugin()).contains(Bytes.utf8("mysql_native_password"));
    }

    /** By the sources of 3.21 and 3.22. */
    @ParameterizedTest
    @CsvSource({"'', TO_FILLER, 0", "2c20, TO_FLAGS, 0x202c"})
    void readsTheShortGreetingsOfOldServers(String flags, Extent extent, String capabilities) {
        Bytes packet = Bytes.hex("0a 332e32312e333300 07000000 6162636465666768 00" + flags);

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting)
                .isEqualTo(new HandshakeV10(
                        Bytes.utf8("3.21.33"),
                        7,
                        secret("6162636465666768"),
                        0,
                        extent,
                        new Capabilities(Long.decode(capabilities)),
                        0,
                        new StatusFlags(0),
                        0,
                        Bytes.EMPTY,
                        Secret.EMPTY,
                        Optional.empty(),
                        Oddities.NONE));
        assertThat(greeting.isMariaDb()).isFalse();
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the sources of 4.0: no SECURE_CONNECTION, thirteen bytes of 00 at the end. */
    @Test
    void readsAGreetingWithoutASecondPartOfTheNonce() {
        Bytes packet =
                Bytes.hex("0a 342e302e333000 07000000 6162636465666768 00 2c20 08 0200 00000000000000000000000000");

        HandshakeV10 greeting = HandshakeV10.decode(WireReader.of(packet));

        assertThat(greeting.scrambleRest()).isEqualTo(Secret.EMPTY);
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @CsvSource({
        "11.8.9-MariaDB-4 from Debian, 01, true",
        "5.5.5-10.3.39-log, 01, true",
        "11.4.5-mariadb-embedded, 01, true",
        "10.6.1, 00, true",
        "9.7.4-2, 01, false",
        "5.5.62, 01, false",
    })
    @Rule("CON-4")
    void guessesMariaDbByVersionOrByBit0(String version, String firstFlags, boolean mariaDb) {
        Bytes packet = Bytes.hex("0a" + Bytes.utf8(version).toHex() + "00 01000000 6162636465666768 00 " + firstFlags
                + "a2 08 0200 0800 15 00000000000000000000 " + NONCE_REST + NATIVE + "00");

        assertThat(HandshakeV10.decode(WireReader.of(packet)).isMariaDb()).isEqualTo(mariaDb);
    }

    @Test
    @Rule("SEC-1")
    void showsNoNonce() {
        assertThat(HandshakeV10.decode(WireReader.of(MYSQL_9_7)).toString())
                .contains("scrambleStart=<hidden, 8 bytes>", "scrambleRest=<hidden, 13 bytes>");
    }

    /** By the sources of 3.20. */
    @Test
    void readsTheGreetingOfProtocol9() {
        Bytes packet = Bytes.hex("09 332e32302e333200 07000000 6162636465666768 00");

        HandshakeV9 greeting = HandshakeV9.decode(WireReader.of(packet));

        assertThat(greeting)
                .isEqualTo(new HandshakeV9(Bytes.utf8("3.20.32"), 7, secret("6162636465666768"), Oddities.NONE));
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsTheGreetingOfProtocol9WithoutItsLastNul() {
        Bytes packet = Bytes.hex("09 332e32302e333200 07000000 6162636465666768");

        HandshakeV9 greeting = HandshakeV9.decode(WireReader.of(packet));

        assertThat(greeting.oddities()).isEqualTo(new Oddities(List.of(), true, 0, Secret.EMPTY));
        assertThat(greeting.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void refusesAnotherProtocol() {
        assertThatThrownBy(() -> HandshakeV10.decode(WireReader.of(Bytes.hex("0b 00"))))
                .isInstanceOf(MalformedPacketException.class)
                .hasMessage("at byte 0: expected protocol version (byte 0a), found byte 0b");
    }

    private static Secret secret(String hex) {
        return Secret.of(Bytes.hex(hex));
    }
}
