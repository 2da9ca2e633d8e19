package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON Lines: one object per event, described by docs/trace.schema.json. */
final class JsonFormat implements TraceFormat {
    /** Grows when a member changes its meaning or goes away; new members do not change it. */
    private static final int VERSION = 1;

    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Show show;
    private final boolean hex;
    private final Disclosure disclosure;
    private final Hiding hiding;

    JsonFormat(Look look) {
        this.show = look.show();
        this.hex = look.hex();
        this.disclosure = look.disclosure();
        this.hiding = new Hiding(disclosure);
    }

    @Override
    public String opened(TracedSession session) {
        JsonWriter json = event("opened", session.openedAt(), session.id());
        address(json, "client", session.clientAddress());
        address(json, "server", session.serverAddress());
        if (!session.isFromStart()) {
            json.name("from_start").value(false);
        }
        return line(json);
    }

    @Override
    public String packet(PacketEvent event, MySqlMessage message) {
        JsonWriter json = event("packet", event.time(), event.sessionId());
        json.name("direction").value(sender(event.direction()));
        json.name("sequence").value(event.sequenceId());
        json.name("length").value(event.length());
        json.name("kind").value(event.kind().manualName());
        JsonFields fields = new JsonFields(json, disclosure);
        if (!event.anomalies().isEmpty()) {
            json.name("anomalies").beginArray();
            event.anomalies().stream().sorted().forEach(anomaly -> json.value(JsonFields.snakeCase(anomaly.name())));
            json.endArray();
        }
        Optional<List<Value>> row = RowValues.of(event, message);
        if (row.isEmpty()) {
            json.name("message");
            fields.write(message);
        } else if (show.includes(Show.rows)) {
            row(json, row.get());
        }
        if (hex) {
            json.name("payload").value(HexDump.digits(event.payload(), hiding.of(event, message)));
        }
        return line(json);
    }

    @Override
    public String exchange(TracedExchange exchange) {
        JsonWriter json =
                event("exchange", exchange.exchange().time(), exchange.session().id());
        new JsonExchange(json, disclosure).write(exchange);
        return line(json);
    }

    @Override
    public String gap(Instant time, long sessionId, Direction direction, long bytes) {
        JsonWriter json = event("gap", time, sessionId);
        json.name("direction").value(sender(direction));
        if (bytes >= 0) {
            json.name("missing").value(bytes);
        }
        return line(json);
    }

    @Override
    public String opaque(Instant time, long sessionId, OpaqueReason reason) {
        JsonWriter json = event("opaque", time, sessionId);
        json.name("reason").value(JsonFields.snakeCase(reason.name()));
        json.name("description").value(reason.description());
        return line(json);
    }

    @Override
    public String compressed(Instant time, long sessionId, CompressionAlgorithm algorithm) {
        return line(event("compressed", time, sessionId).name("algorithm").value(algorithm.wireName()));
    }

    @Override
    public String compression(
            Instant time, long sessionId, CompressionAlgorithm algorithm, CompressionFigures figures) {
        JsonWriter json = event("compression", time, sessionId);
        json.name("algorithm").value(algorithm.wireName());
        write(json, figures);
        return line(json);
    }

    @Override
    public String tls(Instant time, long sessionId, TlsLegs legs) {
        JsonWriter json = event("tls", time, sessionId);
        leg(json, "client", legs.client());
        leg(json, "server", legs.server());
        return line(json);
    }

    private static void leg(JsonWriter json, String name, @Nullable TlsLeg leg) {
        if (leg == null) {
            return;
        }
        json.name(name).beginObject();
        json.name("version").value(leg.version());
        json.name("cipher_suite").value(leg.cipherSuite());
        if (!leg.serverName().isEmpty()) {
            json.name("server_name").value(leg.serverName());
        }
        if (!leg.peer().isEmpty()) {
            json.name("certificate").value(leg.peer());
        }
        json.endObject();
    }

    @Override
    public String desynchronized(Instant time, long sessionId, DesyncReason reason) {
        JsonWriter json = event("desynchronized", time, sessionId);
        json.name("reason").value(JsonFields.snakeCase(reason.name()));
        json.name("description").value(reason.description());
        return line(json);
    }

    @Override
    public String resynchronized(Instant time, long sessionId) {
        return line(event("resynchronized", time, sessionId));
    }

    @Override
    public String truncated(Instant time, long sessionId, Direction direction, long received) {
        JsonWriter json = event("truncated", time, sessionId);
        json.name("direction").value(sender(direction));
        json.name("received").value(received);
        return line(json);
    }

    @Override
    public String lost(Instant time, long events) {
        return line(begin("lost", time).name("events").value(events));
    }

    @Override
    public String closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {
        JsonWriter json = event("closed", time, session.id());
        json.name("reason").value(ending.name());
        json.name("description").value(ending.description());
        ending.cause().ifPresent(cause -> json.name("cause").value(cause));
        json.name("after_quit").value(afterQuit);
        address(json, "server", session.serverAddress());
        json.name("duration_us")
                .value(Duration.between(session.openedAt(), time).toNanos() / 1000);
        bytes(json, "client", session.byteCounts(Direction.CLIENT_TO_SERVER));
        bytes(json, "server", session.byteCounts(Direction.SERVER_TO_CLIENT));
        return line(json);
    }

    @Override
    public String summary(Instant time, Summary summary) {
        JsonWriter json = begin("summary", time);
        json.name("sessions").value(summary.sessions());
        json.name("open").value(summary.open());
        json.name("packets").value(summary.packets());
        json.name("undecoded").value(summary.undecoded());
        json.name("exchanges").value(summary.exchanges());
        json.name("errors").value(summary.errors());
        summary.latency().ifPresent(latency -> {
            json.name("p50_us").value(latency.p50());
            json.name("p99_us").value(latency.p99());
            json.name("max_us").value(latency.max());
        });
        json.name("opaque").beginObject();
        summary.opaque()
                .forEach((reason, count) ->
                        json.name(JsonFields.snakeCase(reason.name())).value(count));
        json.endObject();
        if (summary.compressed() > 0) {
            json.name("compression").beginObject();
            json.name("sessions").value(summary.compressed());
            write(json, summary.compression());
            json.endObject();
        }
        json.name("bytes_client").value(summary.bytesClient());
        json.name("bytes_server").value(summary.bytesServer());
        return line(json);
    }

    private static void write(JsonWriter json, CompressionFigures figures) {
        json.name("wire_bytes_client").value(figures.wireClient());
        json.name("plain_bytes_client").value(figures.plainClient());
        json.name("wire_bytes_server").value(figures.wireServer());
        json.name("plain_bytes_server").value(figures.plainServer());
        json.name("decompression_us").value(figures.time().toNanos() / 1000);
    }

    private static JsonWriter begin(String event, Instant time) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("v").value(VERSION);
        json.name("time").value(RFC_3339_MICROS.format(time));
        json.name("event").value(event);
        return json;
    }

    private static JsonWriter event(String event, Instant time, long sessionId) {
        return begin(event, time).name("session").value(sessionId);
    }

    private static void row(JsonWriter json, List<Value> values) {
        json.name("row").beginArray();
        values.forEach(value -> JsonValue.write(json, value));
        json.endArray();
    }

    private static void address(JsonWriter json, String name, @Nullable InetSocketAddress address) {
        if (address != null) {
            json.name(name).value(HostPort.of(address).toString());
        }
    }

    private static void bytes(JsonWriter json, String sender, ByteCounts counts) {
        json.name("bytes_" + sender).value(counts.received());
        if (counts.forwarded() < counts.received()) {
            json.name("undelivered_" + sender).value(counts.received() - counts.forwarded());
        }
    }

    private static String sender(Direction direction) {
        return direction == Direction.CLIENT_TO_SERVER ? "client" : "server";
    }

    private static String line(JsonWriter json) {
        return json.endObject() + "\n";
    }
}
