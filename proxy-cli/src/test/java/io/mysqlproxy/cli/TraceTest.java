package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.core.ByteCounts;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.TlsLeg;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.wire.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final FakeEvent ERROR = FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x"));
    private static final FakeEvent BROKEN =
            FakeEvent.of(PacketKind.ERR, new Undecodable(1, "code", "nothing", Secret.EMPTY));
    private static final FakeEvent QUIT = FakeEvent.of(PacketKind.COM_QUIT, new Command.Other(1, Secret.EMPTY));

    private final ByteArrayOutputStream target = new ByteArrayOutputStream();
    private final Output output =
            new Output(target, StandardCharsets.UTF_8, Output.WhenFull.WAIT, events -> "", failure -> {});
    private final Tally tally = new Tally();
    private final Stop stop = new Stop();

    @Test
    void countsWhatItSees() {
        Trace trace = trace(null, Long.MAX_VALUE);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);
        trace.onPacket(BROKEN);
        trace.onOpaque(1, OpaqueReason.TLS);
        trace.onClose(FakeSession.of(1), new CloseReason.ClientClosed());
        trace.onOpen(FakeSession.of(2));
        trace.onOpaque(2, OpaqueReason.TLS);

        Summary summary = tally.summary(tally.open());

        assertThat(summary)
                .isEqualTo(new Summary(
                        2,
                        1,
                        2,
                        1,
                        0,
                        0,
                        Optional.empty(),
                        0,
                        CompressionFigures.NONE,
                        Map.of(OpaqueReason.TLS, 2L),
                        2468,
                        6800));
        assertThat(summary.text())
                .isEqualTo(
                        "2 sessions, 1 open now · 2 packets, 1 undecoded · 2 opaque (2 tls) · 2.5 kB up, 6.8 kB down");
        assertThat(summary.forwardText()).isEqualTo("2 sessions, 1 open now · 2.5 kB up, 6.8 kB down");
    }

    @Test
    void showsNothingWithoutAFormat() {
        Trace trace = trace(null, Long.MAX_VALUE);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);
        trace.onOpaque(1, OpaqueReason.TLS);
        trace.onTruncated(1, Direction.CLIENT_TO_SERVER, 3);
        trace.onClose(FakeSession.of(1), new CloseReason.ClientClosed());

        assertThat(written()).isEmpty();
    }

    @Test
    void showsEachEventOnce() {
        Trace trace = trace(text(Paint.PLAIN, false, Disclosure.USUAL), Long.MAX_VALUE);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);
        trace.onPacket(QUIT);
        trace.onTruncated(1, Direction.CLIENT_TO_SERVER, 3);
        trace.onClose(FakeSession.of(1), new CloseReason.ServerClosed());

        assertThat(written()).isEqualTo("""
                        12:01:07.106  #1         opened    127.0.0.1:50412 to 10.0.0.7:3306
                        12:01:07.106  #1    <<   0      10  Err                  ERROR 1 HY000 x
                        12:01:07.106  #1    >>   0       1  COM_QUIT
                        12:01:07.106  #1         truncated >> ended in the middle of a packet, of which 3 bytes had come
                        12:01:07.106  #1         closed    by the server after COM_QUIT, 0 µs, 1.2 kB up, 3.4 kB down
                        """);
    }

    @Test
    void countsNothingAsLostWhereTheLegsOfASessionAreEncryptedEachForItself() {
        Trace trace = trace(text(Paint.PLAIN, false, Disclosure.USUAL), Long.MAX_VALUE);
        FakeSession session = new FakeSession(1, null, new ByteCounts(1234, 1180), new ByteCounts(3400, 3500));
        trace.onOpen(session);
        trace.onTls(1, new TlsLegs(new TlsLeg("TLSv1.3", "TLS_AES_256_GCM_SHA384", "db", ""), null));
        trace.onClose(session, new CloseReason.ClientClosed());

        assertThat(written()).endsWith("closed    by the client, 0 µs, 1.2 kB up, 3.4 kB down\n");
    }

    @Test
    void asksForTheEndAtTheLimit() {
        Trace trace = trace(null, 2);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);
        trace.onPacket(ERROR);

        assertThat(stop.await(null)).isEqualTo(Stop.Reason.LIMIT);
    }

    @Test
    void goesOnBeforeTheLimit() {
        Trace trace = trace(null, 2);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);

        assertThat(stop.await(Duration.ZERO)).isEqualTo(Stop.Reason.DURATION);
    }

    @Test
    void neitherShowsNorCountsWhatComesAfterTheLimit() {
        Trace trace = trace(text(Paint.PLAIN, false, Disclosure.USUAL), 2);
        trace.onOpen(FakeSession.of(1));
        trace.onPacket(ERROR);
        trace.onPacket(ERROR);
        trace.onPacket(ERROR);

        assertThat(tally.summary(0).packets()).isEqualTo(2);
        assertThat(written().lines()).hasSize(3);
    }

    private Trace trace(@Nullable TraceFormat format, long limit) {
        List<Sink> sinks = format == null ? List.of() : List.of(new Lines(format, Show.packets, output));
        return new Trace(
                tally, sinks, Filter.ALL, new Look(Show.packets), limit, stop, InstantSource.fixed(FakeEvent.TIME));
    }

    private String written() {
        output.close();
        return target.toString(StandardCharsets.UTF_8);
    }
}
