package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
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

    private static final List<ExecuteContext> STATEMENTS = List.of(
            ExecuteContext.prepared(0),
            ExecuteContext.prepared(2),
            ExecuteContext.prepared(65_535),
            new ExecuteContext(
                    OptionalInt.of(2),
                    List.of(ParameterType.of(ColumnType.DATETIME), ParameterType.of(ColumnType.BLOB)),
                    Set.of(1)));

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
        add(decoders, "LocalInfileRequest", PacketKind.LOCAL_INFILE_REQUEST, LocalInfileRequest::decode);
        add(decoders, "LocalInfileData", PacketKind.LOCAL_INFILE_DATA, LocalInfileData::decode);
        add(decoders, "StatisticsText", PacketKind.STATISTICS, StatisticsText::decode);
        add(decoders, "BinlogEvent", PacketKind.BINLOG_EVENT, r -> BinlogEvent.decode(r, false));
        add(decoders, "BinlogEvent, semi-sync", PacketKind.BINLOG_EVENT, r -> BinlogEvent.decode(r, true));
        add(decoders, "SemiSyncAck", PacketKind.SEMI_SYNC_ACK, SemiSyncAck::decode);
        add(decoders, "CloneCommand", PacketKind.CLONE_COMMAND, CloneCommand::decode);
        add(decoders, "CloneResponse", PacketKind.CLONE_RESPONSE, CloneResponse::decode);
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
        for (int columns : new int[] {0, 1, 3, 65_535}) {
            add(decoders, "TextRow of " + columns, PacketKind.TEXT_ROW, r -> TextRow.decode(r, columns));
        }
        add(decoders, "TextRow cut", PacketKind.TEXT_ROW, r -> TextRow.decode(prefix(r), 3));
        for (List<ColumnDefinition> columns : List.of(List.<ColumnDefinition>of(), oneOfEachType(), oneOfEachFrom(8))) {
            String name = "BinaryRow of " + columns.size();
            add(decoders, name, PacketKind.BINARY_ROW, r -> BinaryRow.decode(r, columns));
            add(decoders, name + " cut", PacketKind.BINARY_ROW, r -> BinaryRow.decode(prefix(r), columns));
        }
        for (ExecuteContext statement : STATEMENTS) {
            addStatement(decoders, statement, "", Function.identity());
            addStatement(decoders, statement, " cut", Decoders::prefix);
        }
        for (AuthPlugin plugin : AuthPlugin.values()) {
            addPlugin(decoders, AuthContext.start(plugin.pluginName(), false));
            addPlugin(decoders, new AuthContext(plugin.pluginName(), 2, 1, '-', true));
        }
        return decoders;
    }

    private static void addStatement(
            List<Decoder> decoders, ExecuteContext statement, String cut, Function<WireReader, WireReader> reader) {
        AuthContext assumed = AuthContext.start("caching_sha2_password", false);
        for (Capabilities capabilities : List.of(EVERYTHING, OLD)) {
            String name = "Command of " + statement + " with " + Long.toHexString(capabilities.bits()) + cut;
            decoders.add(new Decoder(
                    name,
                    EnumSet.of(PacketKind.COM_STMT_EXECUTE, PacketKind.COM_STMT_BULK_EXECUTE),
                    r -> Command.decode(reader.apply(r), capabilities, assumed, statement, CharacterSet.UTF8MB4)));
        }
    }

    /** The same bytes, as if the packet went on behind them. */
    private static WireReader prefix(WireReader reader) {
        return WireReader.ofPrefix(reader.rest().asByteBuffer());
    }

    private static List<ColumnDefinition> oneOfEachType() {
        return oneOfEachFrom(0);
    }

    private static List<ColumnDefinition> oneOfEachFrom(int first) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (ColumnType type : ColumnType.values()) {
            if (type.code() >= first) {
                columns.add(ColumnDefinition41.of(Bytes.EMPTY, 45, 0, type.code(), new ColumnFlags(0)));
            }
        }
        return columns;
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
