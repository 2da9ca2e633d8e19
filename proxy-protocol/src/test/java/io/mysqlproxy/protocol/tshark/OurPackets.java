package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.AuthData;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.ConnectionAttributes;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OldAuthSwitchRequest;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.SessionStateChange;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this decoder says about a transcript's packets, in tshark's fields; {@link OurCommands} speaks for those of the command phase. */
final class OurPackets {
    private static final int LOW_FLAGS = 16;

    private static final Map<String, Capability> CAPABILITIES = capabilities();
    private static final Map<String, Capability> MARIADB_CAPABILITIES = Map.of(
            "mariadb.caps.pr", Capability.MARIADB_PROGRESS,
            "mariadb.caps.cm", Capability.MARIADB_COM_MULTI,
            "mariadb.caps.bo", Capability.MARIADB_STMT_BULK_OPERATIONS,
            "mariadb.caps.em", Capability.MARIADB_EXTENDED_METADATA,
            "mariadb.caps.me", Capability.MARIADB_CACHE_METADATA);
    private static final Map<String, ServerStatus> STATUS = Map.ofEntries(
            Map.entry("stat.it", ServerStatus.IN_TRANS),
            Map.entry("stat.ac", ServerStatus.AUTOCOMMIT),
            Map.entry("stat.mr", ServerStatus.MORE_RESULTS_EXISTS),
            Map.entry("stat.bi", ServerStatus.QUERY_NO_GOOD_INDEX_USED),
            Map.entry("stat.ni", ServerStatus.QUERY_NO_INDEX_USED),
            Map.entry("stat.cr", ServerStatus.CURSOR_EXISTS),
            Map.entry("stat.lr", ServerStatus.LAST_ROW_SENT),
            Map.entry("stat.dr", ServerStatus.DB_DROPPED),
            Map.entry("stat.bs", ServerStatus.NO_BACKSLASH_ESCAPES),
            Map.entry("stat.mc", ServerStatus.METADATA_CHANGED),
            Map.entry("stat.query_was_slow", ServerStatus.QUERY_WAS_SLOW),
            Map.entry("stat.ps_out_params", ServerStatus.PS_OUT_PARAMS),
            Map.entry("stat.trans_readonly", ServerStatus.IN_TRANS_READONLY),
            Map.entry("stat.session_state_changed", ServerStatus.SESSION_STATE_CHANGED));

    private final List<Seen> seen = new ArrayList<>();
    private final Set<PacketKind> before = EnumSet.noneOf(PacketKind.class);
    private List<PacketKind> inFlight = List.of();
    private boolean isUndefined = true;
    private boolean commands;

    /**
     * One packet and what kind this decoder takes it for.
     *
     * @param command whether it comes after the connection phase
     */
    record Seen(PacketKind kind, boolean command, TsharkPacket packet, Circumstances around) {}

    private OurPackets() {}

    /** All packets that can be read: not those of TLS or of a protocol that is not decoded. */
    static List<Seen> of(Transcript transcript) {
        OurPackets ours = new OurPackets();
        PacketDecoder decoder = new PacketDecoder(1, ours::onPacket);
        transcript.replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
        return ours.seen;
    }

    private void onPacket(PacketEvent event) {
        TsharkPacket packet = new TsharkPacket(event.direction());
        packet.number("packet_length", event.length()).number("packet_number", event.sequenceId());
        if (commands) {
            OurCommands.fields(event, packet);
        } else {
            fields(event.message(), packet);
        }
        seen.add(new Seen(event.kind(), commands, packet, around(event)));
        commands |= event.phase() instanceof Phase.Commands;
    }

    private Circumstances around(PacketEvent event) {
        isUndefined = event.kind() == PacketKind.COLUMN_COUNT
                || (isUndefined && event.kind() != PacketKind.COLUMN_DEFINITION);
        List<PacketKind> now = event.state().inFlight();
        Circumstances around =
                Circumstances.of(event, now.size() > inFlight.size() ? now : inFlight, before, isUndefined);
        before.add(event.kind());
        inFlight = List.copyOf(now);
        return around;
    }

    private static void fields(MySqlMessage message, TsharkPacket to) {
        switch (message) {
            case HandshakeV10 m -> greeting(m, to);
            case SslRequest m -> clientHead(m.capabilities(), m.maxPacketSize(), m.collation(), to);
            case HandshakeResponse41 m -> response(m, to);
            case HandshakeResponse320 m -> {
                lowFlags("client", m.capabilities(), to);
                to.number("max_packet", m.maxPacketSize()).add("user", hex(m.user()));
                present("passwd", hex(m.answer()), to);
                m.database().ifPresent(name -> to.add("schema", hex(name)));
            }
            case AuthSwitchRequest m -> {
                to.number("response_code", AuthSwitchRequest.HEADER).add("auth_switch_request.name", hex(m.plugin()));
                present("auth_switch_request.data", text(hex(m.data())), to);
            }
            case OldAuthSwitchRequest m -> to.number("response_code", AuthSwitchRequest.HEADER);
            case AuthMoreData m ->
                to.number("response_code", AuthMoreData.HEADER).add("payload", hex(m.data()));
            case AuthSwitchResponse m -> present("auth_switch_response.data", text(hex(m.data())), to);
            case Ok m -> ok(m, to);
            case Err m -> {
                to.number("response_code", Err.HEADER).number("error_code", m.code());
                m.sqlState().ifPresent(state -> to.add("sqlstate", hex(state)));
                to.add("error.message", hex(m.message().unsafeReveal()));
            }
            default -> {}
        }
    }

    private static void greeting(HandshakeV10 m, TsharkPacket to) {
        to.number("protocol", HandshakeV10.PROTOCOL)
                .add("version", hex(m.serverVersion()))
                .number("thread_id", m.threadId())
                .add("salt", hex(m.scrambleStart().unsafeReveal()))
                .number("server_language", m.collation())
                .number("auth_plugin.length", m.authDataLength())
                .add("salt2", text(hex(m.scrambleRest().unsafeReveal())));
        m.plugin().ifPresent(plugin -> to.add("auth_plugin", hex(plugin)));
        flags("server", m.capabilities(), to);
        status(m.status(), to);
    }

    private static void response(HandshakeResponse41 m, TsharkPacket to) {
        clientHead(m.capabilities(), m.maxPacketSize(), m.collation(), to);
        to.add("user", hex(m.user()));
        present("passwd", text(hex(m.answer())), to);
        m.database().ifPresent(name -> to.add("schema", hex(name)));
        m.plugin().ifPresent(name -> to.add("client_auth_plugin", hex(name)));
        m.attributes().ifPresent(attributes -> attributes(attributes, to));
        m.zstdLevel().ifPresent(level -> to.number("compression.zstd_level", level));
    }

    private static void attributes(ConnectionAttributes attributes, TsharkPacket to) {
        for (ConnectionAttributes.Attribute attribute : attributes.attributes()) {
            to.add("connattrs.name", hex(attribute.key()));
            present("connattrs.value", hex(attribute.value()), to);
        }
    }

    private static void clientHead(Capabilities capabilities, long maxPacketSize, int collation, TsharkPacket to) {
        flags("client", capabilities, to);
        to.number("max_packet", maxPacketSize).number("charset", collation);
    }

    private static void ok(Ok m, TsharkPacket to) {
        to.number("response_code", m.header()).number("affected_rows", m.affectedRows());
        if (m.lastInsertId() != 0) {
            to.number("insert_id", m.lastInsertId());
        }
        m.status().ifPresent(flags -> status(flags, to));
        m.warnings().ifPresent(warnings -> to.number("warnings", warnings));
        news(m, to);
    }

    /** What an OK tells beyond numbers. */
    static void news(Ok m, TsharkPacket to) {
        present("message", hex(m.infoText()), to);
        m.sessionState().ifPresent(state -> state.changes().forEach(change -> change(change, to)));
    }

    private static void change(SessionStateChange change, TsharkPacket to) {
        to.number("session_track.type", change.type());
        switch (change) {
            case SessionStateChange.SystemVariables c -> {
                for (SystemVariable variable : c.variables()) {
                    to.add("session_track.sysvar.name", hex(variable.name()));
                    present("session_track.sysvar.value", hex(variable.value()), to);
                }
            }
            case SessionStateChange.Schema c -> to.add("session_track.schema", hex(c.name()));
            case SessionStateChange.Changed c -> to.add("session_track.state_change", Integer.toHexString(c.flag()));
            case SessionStateChange.Gtids c ->
                to.number("session_track.gtids.encoding", c.encoding()).add("session_track.gtids", hex(c.gtids()));
            case SessionStateChange.TransactionCharacteristics c ->
                present("session_track.transaction_characteristics", hex(c.statements()), to);
            case SessionStateChange.TransactionState c -> to.add("session_track.transaction_state", hex(c.state()));
            case SessionStateChange.Unknown unknown -> {}
        }
    }

    private static void flags(String whose, Capabilities capabilities, TsharkPacket to) {
        lowFlags(whose, capabilities, to);
        to.number("extcaps." + whose, capabilities.bits() >>> LOW_FLAGS & 0xffff);
        if (!capabilities.has(Capability.LONG_PASSWORD)) {
            to.number("mariadb.extcaps." + whose, capabilities.bits() >>> Integer.SIZE);
            MARIADB_CAPABILITIES.forEach((field, capability) -> to.flag(field, capabilities.has(capability)));
        }
        CAPABILITIES.forEach((field, capability) -> {
            if (capability.bit() >= LOW_FLAGS) {
                to.flag(field.replace("lenenc", "pm"), capabilities.has(capability));
            }
        });
    }

    private static void lowFlags(String whose, Capabilities capabilities, TsharkPacket to) {
        to.number("caps." + whose, capabilities.bits() & 0xffff);
        CAPABILITIES.forEach((field, capability) -> {
            if (capability.bit() < LOW_FLAGS) {
                to.flag(field, capabilities.has(capability));
            }
        });
    }

    private static void status(StatusFlags flags, TsharkPacket to) {
        to.number("server_status", flags.bits());
        STATUS.forEach((field, flag) -> to.flag(field, flags.has(flag)));
        to.flag("stat.mu", (flags.bits() & 4) != 0);
    }

    /** tshark shows no field for an empty text. */
    private static void present(String field, String value, TsharkPacket to) {
        if (!value.isEmpty()) {
            to.add(field, value);
        }
    }

    private static String hex(Bytes bytes) {
        return bytes.toHex();
    }

    private static String hex(AuthData data) {
        WireWriter writer = new WireWriter();
        data.encode(writer);
        return writer.toBytes().toHex();
    }

    /** Without the 00 that ends a text. */
    private static String text(String hex) {
        return hex.endsWith("00") ? hex.substring(0, hex.length() - 2) : hex;
    }

    /** In the order of the bits. The field of PLUGIN_AUTH_LENENC_CLIENT_DATA has the name of another one in tshark. */
    private static Map<String, Capability> capabilities() {
        Map<String, Capability> fields = new LinkedHashMap<>();
        String[] names = {
            "lp",
            "fr",
            "lf",
            "cd",
            "ns",
            "cp",
            "ob",
            "li",
            "is",
            "cu",
            "ia",
            "sl",
            "ii",
            "ta",
            "rs",
            "sc",
            "ms",
            "mr",
            "pm",
            "pa",
            "ca",
            "lenenc",
            "ep",
            "session_track",
            "deprecate_eof",
            "optional_metadata",
            "compress_zsd",
            "query_attrs",
            "mf_auth",
            "cap_ext"
        };
        for (Capability capability : Capability.values()) {
            if (capability.bit() < names.length) {
                fields.put("caps." + names[capability.bit()], capability);
            }
        }
        return fields;
    }
}
