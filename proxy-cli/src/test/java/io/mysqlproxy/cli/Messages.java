package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.AnswerForm;
import io.mysqlproxy.protocol.message.AuthData;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.ConnectionAttributes;
import io.mysqlproxy.protocol.message.ConnectionAttributes.Attribute;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import java.util.Optional;
import java.util.OptionalInt;

/** Messages that several tests look at. */
final class Messages {
    static final Capabilities OFFERED = Capabilities.of(
            Capability.LONG_PASSWORD,
            Capability.CONNECT_WITH_DB,
            Capability.LOCAL_FILES,
            Capability.PROTOCOL_41,
            Capability.SECURE_CONNECTION,
            Capability.PLUGIN_AUTH,
            Capability.CONNECT_ATTRS);

    static final Secret NONCE_START = Secret.of(Bytes.utf8("zQ8#kT1!"));
    static final Secret NONCE_REST = Secret.of(Bytes.utf8("pW5%uY7^mL2&\0"));
    static final Secret SCRAMBLE = Secret.of(Bytes.utf8("scramble-20-bytes-XX"));

    private Messages() {}

    static HandshakeV10 greeting(String version) {
        return new HandshakeV10(
                Bytes.utf8(version),
                8,
                NONCE_START,
                0,
                HandshakeV10.Extent.FULL,
                OFFERED,
                255,
                StatusFlags.of(ServerStatus.AUTOCOMMIT),
                21,
                Bytes.hex("00".repeat(10)),
                NONCE_REST,
                Optional.of(Bytes.utf8("caching_sha2_password")),
                Oddities.NONE);
    }

    static HandshakeResponse41 response(AuthData answer) {
        return new HandshakeResponse41(
                OFFERED.without(Capability.LOCAL_FILES),
                1 << 24,
                45,
                Bytes.hex("00".repeat(23)),
                Bytes.utf8("app"),
                AnswerForm.ONE_BYTE_LENGTH,
                answer,
                Optional.of(Bytes.utf8("shop")),
                Optional.of(Bytes.utf8("mysql_native_password")),
                Optional.of(ConnectionAttributes.of(
                        Attribute.of("program_name", "orders"), Attribute.of("_client_name", "MySQL Connector/J"))),
                OptionalInt.empty(),
                Oddities.NONE);
    }

    static HandshakeResponse41 response() {
        return response(new PasswordData.Scramble(SCRAMBLE));
    }
}
