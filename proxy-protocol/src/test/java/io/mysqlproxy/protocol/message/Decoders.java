package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Every way to decode a packet, each with the contexts that make a difference. */
final class Decoders {
    static final Capabilities EVERYTHING = new Capabilities(-1);

    /** What MariaDB offers: bit 0 is clear, so that extended flags are read. */
    static final Capabilities MARIADB = EVERYTHING.without(Capability.LONG_PASSWORD);

    /** What clients before plugins had. */
    static final Capabilities OLD = Capabilities.of(Capability.PROTOCOL_41, Capability.SECURE_CONNECTION);

    /**
     * One way to decode.
     *
     * @param kinds packets that are decoded like this, for the choice of samples
     */
    record Decoder(String name, Set<PacketKind> kinds, Function<WireReader, MySqlMessage> decode) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Set<PacketKind> COMMANDS = EnumSet.range(PacketKind.COM_SLEEP, PacketKind.COM_UNKNOWN);

    private Decoders() {}

    static List<Decoder> all() {
        List<Decoder> decoders = new ArrayList<>();
        add(decoders, "HandshakeV10", PacketKind.HANDSHAKE_V10, HandshakeV10::decode);
        add(decoders, "HandshakeV9", PacketKind.HANDSHAKE_V9, HandshakeV9::decode);
        add(decoders, "HandshakeResponse320", PacketKind.HANDSHAKE_RESPONSE_320, HandshakeResponse320::decode);
        add(decoders, "OldAuthSwitchRequest", PacketKind.OLD_AUTH_SWITCH_REQUEST, OldAuthSwitchRequest::decode);
        add(decoders, "AuthSwitchRequest", PacketKind.AUTH_SWITCH_REQUEST, AuthSwitchRequest::decode);
        add(decoders, "AuthNextFactor", PacketKind.AUTH_NEXT_FACTOR, AuthNextFactor::decode);
        add(decoders, "Err", PacketKind.ERR, Err::decode);
        add(decoders, "Eof", PacketKind.EOF, Eof::decode);
        add(decoders, "Progress", PacketKind.PROGRESS, Progress::decode);
        add(decoders, "ProxyHeader", PacketKind.PROXY_HEADER, ProxyHeader::decode);
        add(decoders, "Undecoded", PacketKind.UNEXPECTED, Undecoded::decode);
        for (Capabilities capabilities : List.of(EVERYTHING, MARIADB, OLD, Capabilities.NONE)) {
            String name = " with " + Long.toHexString(capabilities.bits());
            add(decoders, "SslRequest" + name, PacketKind.SSL_REQUEST, r -> SslRequest.decode(r, capabilities));
            add(decoders, "Ok" + name, PacketKind.OK, r -> Ok.decode(r, capabilities));
            add(decoders, "ColumnCount" + name, PacketKind.COLUMN_COUNT, r -> ColumnCount.decode(r, capabilities));
            add(
                    decoders,
                    "ColumnDefinition" + name,
                    PacketKind.COLUMN_DEFINITION,
                    r -> ColumnDefinition.decode(r, capabilities, true));
            add(decoders, "PrepareOk" + name, PacketKind.PREPARE_OK, r -> PrepareOk.decode(r, capabilities));
            AuthContext assumed = AuthContext.start("caching_sha2_password", false);
            add(
                    decoders,
                    "HandshakeResponse41" + name,
                    PacketKind.HANDSHAKE_RESPONSE_41,
                    r -> HandshakeResponse41.decode(r, capabilities, assumed));
            decoders.add(new Decoder("Command" + name, COMMANDS, r -> Command.decode(r, capabilities, assumed)));
        }
        for (AuthPlugin plugin : AuthPlugin.values()) {
            addPlugin(decoders, AuthContext.start(plugin.pluginName(), false));
            addPlugin(decoders, new AuthContext(plugin.pluginName(), 2, 1, '-', true));
        }
        return decoders;
    }

    private static void addPlugin(List<Decoder> decoders, AuthContext context) {
        String name = " of " + context;
        add(decoders, "AuthMoreData" + name, PacketKind.AUTH_MORE_DATA, r -> AuthMoreData.decode(r, context));
        add(decoders, "RawAuthData" + name, PacketKind.AUTH_DATA, r -> RawAuthData.decode(r, context));
        add(
                decoders,
                "AuthSwitchResponse" + name,
                PacketKind.AUTH_SWITCH_RESPONSE,
                r -> AuthSwitchResponse.decode(r, context));
    }

    private static void add(
            List<Decoder> decoders, String name, PacketKind kind, Function<WireReader, MySqlMessage> decode) {
        decoders.add(new Decoder(name, EnumSet.of(kind), decode));
    }
}
