package io.mysqlproxy.cli;

import static java.util.stream.Collectors.joining;

import io.mysqlproxy.protocol.message.AuthData;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthNextFactor;
import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.AuthSwitchResponse;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.ClientMessage;
import io.mysqlproxy.protocol.message.CloneCommand;
import io.mysqlproxy.protocol.message.CloneResponse;
import io.mysqlproxy.protocol.message.Collation;
import io.mysqlproxy.protocol.message.ColumnCount;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.ConnectionAttributes;
import io.mysqlproxy.protocol.message.Eof;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.message.HandshakeResponse320;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.HandshakeV10;
import io.mysqlproxy.protocol.message.HandshakeV9;
import io.mysqlproxy.protocol.message.LocalInfileData;
import io.mysqlproxy.protocol.message.LocalInfileRequest;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.OldAuthSwitchRequest;
import io.mysqlproxy.protocol.message.PasswordData;
import io.mysqlproxy.protocol.message.PrepareOk;
import io.mysqlproxy.protocol.message.Progress;
import io.mysqlproxy.protocol.message.ProxyHeader;
import io.mysqlproxy.protocol.message.RawAuthData;
import io.mysqlproxy.protocol.message.SemiSyncAck;
import io.mysqlproxy.protocol.message.ServerMessage;
import io.mysqlproxy.protocol.message.SslRequest;
import io.mysqlproxy.protocol.message.StatisticsText;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What each message tells a person: one line of the fields that matter, in words. Everything from the wire is made {@link Visible} first. */
final class MessageText {
    /** Characters of a name, an attribute's value and the like. */
    private static final int SHORT = 80;

    /** Characters of an error message. */
    private static final int LONG = 500;

    private static final String MARIADB_PREFIX = "5.5.5-";

    private final boolean showSecrets;
    private final Disclosure disclosure;
    private final CommandText commands;

    MessageText(Disclosure disclosure) {
        this.disclosure = disclosure;
        this.showSecrets = disclosure.secrets();
        this.commands = new CommandText(disclosure);
    }

    /** @param offered the server's capabilities, none if it has not told them */
    Meaning of(MySqlMessage message, Capabilities offered) {
        return switch (message) {
            case ServerMessage fromServer -> fromServer(fromServer);
            case ClientMessage fromClient -> fromClient(fromClient, offered);
            case Undecodable wrong ->
                Meaning.error("cannot be decoded: at byte " + wrong.position() + " expected "
                        + Visible.text(wrong.expected(), SHORT) + ", found " + Visible.text(wrong.found(), SHORT));
        };
    }

    private Meaning fromServer(ServerMessage message) {
        return switch (message) {
            case HandshakeV10 greeting -> Meaning.of(text(greeting));
            case HandshakeV9 greeting ->
                Meaning.of("MySQL " + text(greeting.serverVersion()) + ", connection " + greeting.threadId());
            case AuthSwitchRequest request -> Meaning.of(text(request.plugin()) + ": " + text(request.data()));
            case OldAuthSwitchRequest request -> Meaning.of("mysql_old_password");
            case AuthNextFactor factor -> Meaning.of(text(factor.plugin()) + ": " + text(factor.data()));
            case AuthMoreData more -> Meaning.of(text(more.data()));
            case RawAuthData raw -> Meaning.of(text(raw.data()));
            case Ok ok -> Meaning.of(StatusText.of(ok, showSecrets));
            case Eof eof -> Meaning.of(StatusText.of(eof));
            case Err err -> Meaning.error(error(err, disclosure));
            case Progress progress -> Meaning.of(text(progress));
            case ColumnCount count ->
                Meaning.of(count.columns() == 1 ? "1 column" : Long.toUnsignedString(count.columns()) + " columns");
            case ColumnDefinition column -> Meaning.of(text(column.name()));
            case PrepareOk prepared ->
                Meaning.of("statement " + prepared.statementId() + ", " + prepared.parameters() + " parameters, "
                        + prepared.columns() + " columns");
            case TextRow row -> Meaning.of("");
            case BinaryRow row -> Meaning.of("");
            case LocalInfileRequest request -> Meaning.of("file " + text(request.file()));
            case StatisticsText statistics -> Meaning.of(Visible.text(statistics.text(), LONG));
            case BinlogEvent event -> Meaning.of(StreamText.of(event, disclosure));
            case CloneResponse response -> StreamText.of(response);
            case Undecoded undecoded -> Meaning.of("");
        };
    }

    private Meaning fromClient(ClientMessage message, Capabilities offered) {
        return switch (message) {
            case ProxyHeader header -> Meaning.of("client " + Visible.text(header.source(), SHORT));
            case SslRequest request ->
                new Meaning("asks for TLS", CapabilityText.lines(request.capabilities(), offered), false);
            case HandshakeResponse41 response ->
                new Meaning(text(response), CapabilityText.lines(response.capabilities(), offered), false);
            case HandshakeResponse320 response ->
                new Meaning(
                        "user " + text(response.user()) + ", " + text(response.answer()) + schema(response.database()),
                        CapabilityText.lines(response.capabilities(), offered),
                        false);
            case AuthSwitchResponse response -> Meaning.of(text(response.data()));
            case Command command -> Meaning.of(commands.of(command));
            case LocalInfileData data ->
                Meaning.of(Quantity.count(data.content().length(), "byte"));
            case SemiSyncAck ack -> Meaning.of(StreamText.position(ack.file(), ack.position()));
            case CloneCommand clone -> Meaning.of(StreamText.of(clone));
            case Undecoded undecoded -> Meaning.of("");
        };
    }

    private String text(HandshakeV10 greeting) {
        List<String> words = new ArrayList<>();
        words.add(server(greeting));
        words.add("connection " + greeting.threadId());
        greeting.plugin().ifPresent(plugin -> words.add(text(plugin)));
        if (greeting.extent() == HandshakeV10.Extent.FULL) {
            words.add(Collation.of(greeting.collation()).name());
            words.addAll(StatusText.words(greeting.status()));
        }
        if (showSecrets) {
            WireWriter nonce = new WireWriter().secret(greeting.scrambleStart()).secret(greeting.scrambleRest());
            words.add("nonce 0x" + nonce.toBytes().toHex());
        }
        return String.join(", ", words);
    }

    /** MariaDB before 11.0 calls itself 5.5.5-10.x, for the sake of old replicas. */
    private static String server(HandshakeV10 greeting) {
        String version = text(greeting.serverVersion());
        if (!greeting.isMariaDb()) {
            return "MySQL " + version;
        }
        String own = version.startsWith(MARIADB_PREFIX) ? version.substring(MARIADB_PREFIX.length()) : version;
        int name = own.toLowerCase(Locale.ROOT).indexOf("-mariadb");
        return "MariaDB " + (name > 0 ? own.substring(0, name) : own);
    }

    private String text(HandshakeResponse41 response) {
        StringBuilder text = new StringBuilder("user " + text(response.user()) + schema(response.database()));
        text.append(", ");
        response.plugin()
                .filter(plugin -> !plugin.isEmpty())
                .ifPresent(plugin -> text.append(text(plugin)).append(": "));
        text.append(text(response.answer()));
        text.append(", ").append(Collation.of(response.collation()).name());
        response.zstdLevel().ifPresent(level -> text.append(", zstd level ").append(level));
        response.attributes().ifPresent(attributes -> text.append(attributes(attributes)));
        return text.toString();
    }

    private static String attributes(ConnectionAttributes attributes) {
        if (attributes.attributes().isEmpty()) {
            return "";
        }
        return attributes.attributes().stream()
                .map(pair -> text(pair.key()) + "=" + text(pair.value()))
                .collect(joining(" ", ", attributes ", ""));
    }

    private static String schema(Optional<Bytes> database) {
        return database.filter(name -> !name.isEmpty())
                .map(name -> ", schema " + text(name))
                .orElse("");
    }

    /** What a plugin says: which step of its exchange this is; the data itself only if it was asked for. */
    private String text(AuthData data) {
        String step = of(data) + Visible.text(data.description(), LONG);
        if (!showSecrets || data.length() == 0) {
            return step;
        }
        WireWriter content = new WireWriter();
        data.encode(content);
        return step + " [" + Visible.text(content.toBytes(), LONG) + "]";
    }

    /** Whose step it is, where the plugin is not named beside it and the step itself tells. */
    private static String of(AuthData data) {
        boolean cachingSha2 = data instanceof PasswordData.FastAuthenticationSucceeded
                || data instanceof PasswordData.FullAuthenticationRequired;
        return cachingSha2 ? AuthPlugin.CACHING_SHA2_PASSWORD.pluginName() + ": " : "";
    }

    /** Code, SQL state and message. */
    static String error(Err err, Disclosure disclosure) {
        return "ERROR " + err.code()
                + err.sqlState().map(state -> " " + text(state)).orElse("") + " "
                + text(err.message(), disclosure);
    }

    private static String text(ErrorText message, Disclosure disclosure) {
        boolean whole = disclosure.secrets() || message.secrets().isEmpty();
        return whole ? Visible.text(message.unsafeReveal(), LONG) : Visible.text(message.display(), LONG);
    }

    private static String text(Progress progress) {
        return String.format(
                Locale.ROOT,
                "stage %d of %d, %.1f %%, %s",
                progress.stage(),
                progress.stages(),
                progress.progress() / 1000.0,
                text(progress.info()));
    }

    private static String text(Bytes bytes) {
        return Visible.text(bytes, SHORT);
    }
}
