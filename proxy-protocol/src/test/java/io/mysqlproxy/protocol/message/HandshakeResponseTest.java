package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.message.ConnectionAttributes.Attribute;
import io.mysqlproxy.protocol.message.PasswordData.ClearPassword;
import io.mysqlproxy.protocol.message.PasswordData.NoPassword;
import io.mysqlproxy.protocol.message.PasswordData.PublicKeyRequest;
import io.mysqlproxy.protocol.message.PasswordData.Scramble;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeResponseTest {
    private static final Capabilities MYSQL = new Capabilities(0xdfff_ffffL);
    private static final Capabilities MARIADB = new Capabilities(0x0000_001d_81ff_fffeL);
    private static final AuthContext SHA2 = AuthContext.start("caching_sha2_password", false);

    private static final Capabilities BASE = Capabilities.of(
            Capability.LONG_PASSWORD, Capability.PROTOCOL_41, Capability.SECURE_CONNECTION, Capability.PLUGIN_AUTH);

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    void readsWhatTheMySqlClientSends() {
        Bytes packet = Bytes.hex("""
                8da2bf19 00000001 08 0000000000000000000000000000000000000000000000 66785f7368613200
                20 9289198ce7937b8e76698eef33b3d35455c360a395b09c7957d27d8c1c78ea5d 73686f7000
                63616368696e675f736861325f70617373776f726400
                72 04 5f706964 05 3130313734 09 5f706c6174666f726d 06 7838365f3634 03 5f6f73 05 4c696e7578
                0c 5f636c69656e745f6e616d65 08 6c69626d7973716c 07 6f735f75736572 04 726f6f74
                0f 5f636c69656e745f76657273696f6e 05 392e372e34 0c 70726f6772616d5f6e616d65 05 6d7973716c
                """);

        HandshakeResponse41 response = HandshakeResponse41.decode(WireReader.of(packet), MYSQL, SHA2);

        assertThat(response)
                .isEqualTo(new HandshakeResponse41(
                        new Capabilities(0x19bf_a28dL),
                        1 << 24,
                        8,
                        Bytes.of(new byte[23]),
                        Bytes.utf8("fx_sha2"),
                        AnswerForm.LENGTH_ENCODED,
                        new Scramble(secret("9289198ce7937b8e76698eef33b3d35455c360a395b09c7957d27d8c1c78ea5d")),
                        Optional.of(Bytes.utf8("shop")),
                        Optional.of(Bytes.utf8("caching_sha2_password")),
                        Optional.of(ConnectionAttributes.of(
                                Attribute.of("_pid", "10174"),
                                Attribute.of("_platform", "x86_64"),
                                Attribute.of("_os", "Linux"),
                                Attribute.of("_client_name", "libmysql"),
                                Attribute.of("os_user", "root"),
                                Attribute.of("_client_version", "9.7.4"),
                                Attribute.of("program_name", "mysql"))),
                        OptionalInt.empty(),
                        Oddities.NONE));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 10.11.19, mariadb client 10.11.19, 2026-11-22, with all attributes but one left out. */
    @Test
    void readsWhatTheMariaDbClientSends() {
        Bytes packet = Bytes.hex("""
                8ca2bf00 00001000 21 00000000000000000000000000000000000000 1d000000 66785f6e617469766500
                14 068aa16b3bbb29abf5f9f5e504514f82e6ead69c 73686f7000 6d7973716c5f6e61746976655f70617373776f726400
                0a 035f6f73 054c696e7578
                """);

        HandshakeResponse41 response = HandshakeResponse41.decode(WireReader.of(packet), MARIADB, SHA2);

        assertThat(response)
                .isEqualTo(new HandshakeResponse41(
                        new Capabilities(0x0000_001d_00bf_a28cL),
                        1 << 20,
                        33,
                        Bytes.of(new byte[19]),
                        Bytes.utf8("fx_native"),
                        AnswerForm.LENGTH_ENCODED,
                        new Scramble(secret("068aa16b3bbb29abf5f9f5e504514f82e6ead69c")),
                        Optional.of(Bytes.utf8("shop")),
                        Optional.of(Bytes.utf8("mysql_native_password")),
                        Optional.of(ConnectionAttributes.of(Attribute.of("_os", "Linux"))),
                        OptionalInt.empty(),
                        Oddities.NONE));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsMariaDbsFlagsOnlyWhenTheServerIsMariaDbToo() {
        Bytes packet = response(BASE.without(Capability.LONG_PASSWORD), "00 6100", 0x1d);

        assertThat(decode(packet, MYSQL).capabilities().mariaDbBits()).isZero();
        assertThat(decode(packet, MARIADB).capabilities().mariaDbBits()).isEqualTo(0x1d);
    }

    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22, with all attributes but one left out. */
    @Test
    @Rule("CON-8")
    void readsTheLevelOfZstdAfterTheAttributes() {
        Bytes packet = Bytes.hex("""
                85a2bf1d 00000001 ff 0000000000000000000000000000000000000000000000 66785f7368613200
                20 954362795c68edb78bd393d4e597da5b96393482fa140aa9783a3a56d44ebd0a
                63616368696e675f736861325f70617373776f726400 0a 035f6f73 054c696e7578 07
                """);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.attributes()).contains(ConnectionAttributes.of(Attribute.of("_os", "Linux")));
        assertThat(response.zstdLevel()).hasValue(7);
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("CON-8")
    void takesTheOnlyByteLeftForTheLevelOfZstd() {
        Capabilities client = BASE.with(Capability.CONNECT_ATTRS).with(Capability.ZSTD_COMPRESSION_ALGORITHM);
        Bytes packet = response(client, "00 6100 03", 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.attributes()).isEmpty();
        assertThat(response.zstdLevel()).hasValue(3);
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** What is announced, and what of it can be read. */
    @ParameterizedTest
    @CsvSource({
        "00, 0, 0",
        "04 016b 0176, 1, 0",
        "08 016b 0176 016b 0177, 2, 0",
        "06 016b 0176 016b, 1, 2",
        "07 016b 0176 056b78, 1, 3",
        "7f 016b 0176, 1, 0",
        "feffffffffffffffff 016b 0176, 1, 0",
        "fc0400 016b 0176, 1, 0",
        "04 01ff 01fe, 1, 0",
        "01 fb, 0, 1",
    })
    @Rule({"CON-9", "LIM-5"})
    void readsAttributesAsFarAsTheyGo(String block, int pairs, int unparsed) {
        Bytes packet = response(BASE.with(Capability.CONNECT_ATTRS), "00 6100" + block, 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.attributes()).hasValueSatisfying(attributes -> {
            assertThat(attributes.attributes()).hasSize(pairs);
            assertThat(attributes.unparsed().length()).isEqualTo(unparsed);
        });
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("LIM-5")
    void countsAttributesUpToABound() {
        Bytes packet = response(BASE.with(Capability.CONNECT_ATTRS), "00 6100 fc1027" + "00".repeat(10_000), 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.attributes()).hasValueSatisfying(attributes -> {
            assertThat(attributes.attributes()).hasSize(ConnectionAttributes.MOST_PAIRS);
            assertThat(attributes.unparsed().length()).isEqualTo(10_000 - 2 * ConnectionAttributes.MOST_PAIRS);
        });
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 8.0.12, raw client, 2026-11-22: accepted by the server. */
    @Test
    @Rule("CON-10")
    void acceptsALoneNulInPlaceOfADatabaseThatIsNotThere() {
        Bytes packet = Bytes.hex("""
                01a20000 00000001 2d 0000000000000000000000000000000000000000000000 66785f6e617469766500
                14 e7fd40ee8c125b67aa5c09b4bb98d9aeb2e08c8f 00
                """);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response)
                .isEqualTo(new HandshakeResponse41(
                        new Capabilities(0xa201),
                        1 << 24,
                        45,
                        Bytes.of(new byte[23]),
                        Bytes.utf8("fx_native"),
                        AnswerForm.ONE_BYTE_LENGTH,
                        new Scramble(secret("e7fd40ee8c125b67aa5c09b4bb98d9aeb2e08c8f")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Oddities.surplus(Bytes.hex("00"))));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule({"CON-10", "CAP-2"})
    void readsAResponseThatLeavesOutThePluginItAnnounces() {
        Bytes packet = response(BASE.with(Capability.CONNECT_WITH_DB), "00 73686f7000", 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.database()).contains(Bytes.utf8("shop"));
        assertThat(response.plugin()).isEmpty();
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** libmysqlclient announces a database and leaves it out when the server offers no CONNECT_WITH_DB, by its sources. */
    @Test
    @Rule("CAP-2")
    void readsAResponseThatLeavesOutWhatTheServerDoesNotOffer() {
        Capabilities client = BASE.with(Capability.CONNECT_WITH_DB).with(Capability.CONNECT_ATTRS);
        Bytes packet = response(client, "00 706c7567696e00 04 016b 0176", 0);

        HandshakeResponse41 response = decode(packet, MYSQL.without(Capability.CONNECT_WITH_DB));

        assertThat(response.database()).isEmpty();
        assertThat(response.plugin()).contains(Bytes.utf8("plugin"));
        assertThat(response.attributes()).contains(ConnectionAttributes.of(Attribute.of("k", "v")));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9 reads the plugin whether it is announced or not, by its sources. */
    @Test
    @Rule("CAP-2")
    void readsAPluginThatIsNotAnnounced() {
        Bytes packet = response(BASE.without(Capability.PLUGIN_AUTH), "00 706c7567696e00", 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.plugin()).contains(Bytes.utf8("plugin"));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsAPluginWithoutItsNul() {
        Bytes packet = response(BASE, "00 706c7567696e", 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.plugin()).contains(Bytes.utf8("plugin"));
        assertThat(response.oddities()).isEqualTo(new Oddities(List.of(), true, 0, Secret.EMPTY));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    void readsTheThreeFormsOfTheAnswer() {
        Capabilities lenEnc = BASE.with(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA);
        Capabilities nul = BASE.without(Capability.SECURE_CONNECTION);
        String nativePassword = Bytes.utf8("mysql_native_password").toHex() + "00";
        String oldPassword = Bytes.utf8("mysql_old_password").toHex() + "00";

        assertThat(decode(response(lenEnc, "fc1400" + "61".repeat(20) + nativePassword, 0), MYSQL))
                .extracting(HandshakeResponse41::answerForm, HandshakeResponse41::answer)
                .containsExactly(AnswerForm.LENGTH_ENCODED, new Scramble(secret("61".repeat(20))));
        assertThat(decode(response(BASE, "14" + "61".repeat(20) + nativePassword, 0), MYSQL))
                .extracting(HandshakeResponse41::answerForm, HandshakeResponse41::answer)
                .containsExactly(AnswerForm.ONE_BYTE_LENGTH, new Scramble(secret("61".repeat(20))));
        assertThat(decode(response(nul, "61".repeat(8) + "00" + oldPassword, 0), MYSQL))
                .extracting(HandshakeResponse41::answerForm, HandshakeResponse41::answer)
                .containsExactly(AnswerForm.NUL_TERMINATED, new Scramble(secret("61".repeat(8))));
    }

    @Test
    @Rule({"CON-11", "SEC-2"})
    void hidesAPasswordInClearText() {
        Bytes packet =
                response(BASE, "03 707700" + Bytes.utf8("mysql_clear_password").toHex() + "00", 0);

        HandshakeResponse41 response = decode(packet, MYSQL);

        assertThat(response.answer()).isEqualTo(new ClearPassword(secret("707700")));
        assertThat(response.toString()).contains("answer=ClearPassword[password=<hidden, 3 bytes>]");
    }

    @ParameterizedTest
    @CsvSource({
        "mysql_native_password, 20, scramble",
        "mysql_native_password, 0, no password",
        "caching_sha2_password, 32, scramble",
        "caching_sha2_password, 0, no password",
        "mysql_old_password, 8, scramble",
        "client_ed25519, 64, signature",
        "mysql_native_password, 32, 32 bytes that do not fit the plugin mysql_native_password",
    })
    @Rule("CON-12")
    void tellsTheAnswerByThePluginTheClientAssumes(String plugin, int length, String description) {
        String answer = String.format("%02x", length) + "61".repeat(length);
        Bytes packet = response(BASE, answer + Bytes.utf8(plugin).toHex() + "00", 0);

        assertThat(decode(packet, MYSQL).answer().description()).isEqualTo(description);
    }

    @Test
    @Rule("CON-12")
    void tellsAnAnswerOfOneByte() {
        String sha256 = Bytes.utf8("sha256_password").toHex() + "00";

        assertThat(decode(response(BASE, "01 00" + sha256, 0), MYSQL).answer())
                .isEqualTo(new NoPassword(Bytes.hex("00")));
        assertThat(decode(response(BASE, "01 01" + sha256, 0), MYSQL).answer()).isEqualTo(new PublicKeyRequest(1));
    }

    @Test
    @Rule("CON-12")
    void takesAClientThatKnowsNoPluginsForOneOfItsTime() {
        Capabilities before = BASE.without(Capability.PLUGIN_AUTH);

        assertThat(decode(response(before, "14" + "61".repeat(20), 0), MYSQL).answer())
                .isEqualTo(new Scramble(secret("61".repeat(20))));
    }

    /** MariaDB 10.11.19, raw client, 2026-11-22. */
    @Test
    void readsTheResponseOfProtocol320WithASchema() {
        Bytes packet = Bytes.hex("0d00 ffffff 726f6f7400 00 6d7973716c00");

        HandshakeResponse320 response = HandshakeResponse320.decode(WireReader.of(packet));

        assertThat(response)
                .isEqualTo(new HandshakeResponse320(
                        Capabilities.of(Capability.LONG_PASSWORD, Capability.LONG_FLAG, Capability.CONNECT_WITH_DB),
                        0xff_ffff,
                        Bytes.utf8("root"),
                        new NoPassword(Bytes.EMPTY),
                        Optional.of(Bytes.utf8("mysql")),
                        Oddities.NONE));
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    /** By the sources of 4.0: the answer goes to the packet's end, with its 00 or without. */
    @ParameterizedTest
    @ValueSource(strings = {"6162636465666768", "616263646566676800"})
    void readsTheResponseOfProtocol320WithoutASchema(String answer) {
        Bytes packet = Bytes.hex("0500 ffffff 726f6f7400" + answer);

        HandshakeResponse320 response = HandshakeResponse320.decode(WireReader.of(packet));

        assertThat(response.answer()).isEqualTo(new Scramble(secret(answer)));
        assertThat(response.database()).isEmpty();
        assertThat(response.unsafeEncoded()).isEqualTo(packet);
    }

    private static HandshakeResponse41 decode(Bytes packet, Capabilities server) {
        return HandshakeResponse41.decode(WireReader.of(packet), server, SHA2);
    }

    private static Bytes response(Capabilities client, String tail, int mariaDbFlags) {
        return new WireWriter()
                .int4(client.mysqlBits())
                .int4(1 << 24)
                .int1(45)
                .bytes(Bytes.of(new byte[19]))
                .int4(mariaDbFlags)
                .stringNul(Bytes.utf8("root"))
                .bytes(Bytes.hex(tail))
                .toBytes();
    }

    private static Secret secret(String hex) {
        return Secret.of(Bytes.hex(hex));
    }
}
