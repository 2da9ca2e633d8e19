package io.mysqlproxy.cli;

import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** JSON Lines: one object per event, described by docs/trace.schema.json. */
final class JsonFormat implements TraceFormat {
    /** Grows when a member changes its meaning or goes away; new members do not change it. */
    private static final int VERSION = 1;

    private static final DateTimeFormatter RFC_3339_MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final boolean hex;
    private final boolean showSecrets;
    private final Hiding hiding;

    JsonFormat(boolean hex, boolean showSecrets) {
        this.hex = hex;
        this.showSecrets = showSecrets;
        this.hiding = new Hiding(showSecrets);
    }

    @Override
    public String opened(Session session) {
        JsonWriter json = event("opened", session.openedAt(), session.id());
        json.name("client").value(HostPort.of(session.clientAddress()).toString());
        return line(json);
    }

    @Override
    public String packet(PacketEvent event, MySqlMessage message) {
        JsonWriter json = event("packet", event.time(), event.sessionId());
        json.name("direction").value(sender(event.direction()));
        json.name("sequence").value(event.sequenceId());
        json.name("length").value(event.length());
        json.name("kind").value(event.kind().manualName());
        JsonFields fields = new JsonFields(json, showSecrets);
        if (!event.anomalies().isEmpty()) {
            json.name("anomalies").beginArray();
            event.anomalies().stream().sorted().forEach(anomaly -> json.value(JsonFields.snakeCase(anomaly.name())));
            json.endArray();
        }
        json.name("message");
        fields.write(message);
        if (hex) {
            json.name("payload").value(HexDump.digits(event.payload(), hiding.of(event, message)));
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
    public String closed(Instant time, Session session, CloseReason reason, boolean afterQuit) {
        JsonWriter json = event("closed", time, session.id());
        json.name("reason").value(Closing.name(reason));
        json.name("description").value(Closing.text(reason));
        if (reason instanceof CloseReason.ConnectFailed failed) {
            json.name("cause").value(JsonFields.snakeCase(failed.cause().name()));
        }
        json.name("after_quit").value(afterQuit);
        InetSocketAddress upstream = session.upstreamAddress();
        if (upstream != null) {
            json.name("server").value(HostPort.of(upstream).toString());
        }
        json.name("duration_us")
                .value(Duration.between(session.openedAt(), time).toNanos() / 1000);
        bytes(json, "client", session.byteCounts(Direction.CLIENT_TO_SERVER));
        bytes(json, "server", session.byteCounts(Direction.SERVER_TO_CLIENT));
        return line(json);
    }

    /** The last event of a run. */
    static String summary(Instant time, Summary summary) {
        JsonWriter json = begin("summary", time);
        json.name("sessions").value(summary.sessions());
        json.name("open").value(summary.open());
        json.name("packets").value(summary.packets());
        json.name("undecoded").value(summary.undecoded());
        json.name("opaque").beginObject();
        summary.opaque()
                .forEach((reason, count) ->
                        json.name(JsonFields.snakeCase(reason.name())).value(count));
        json.endObject();
        json.name("bytes_client").value(summary.bytesClient());
        json.name("bytes_server").value(summary.bytesServer());
        return line(json);
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
