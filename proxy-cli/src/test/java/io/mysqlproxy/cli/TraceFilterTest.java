package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.MySqlMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a trace a filter lets through. */
class TraceFilterTest {
    private final Tally tally = new Tally();
    private final Stop stop = new Stop();

    @Test
    void showsWhatIsTrueOfASessionAsFarAsItIsKnown() {
        assertThat(shown("session = 1"))
                .containsExactly("opened 1", "packet 1", "exchange 1", "opaque 1", "truncated 1", "closed 1");
        assertThat(shown("client = 127.0.0.1 and session != 1"))
                .containsExactly("opened 2", "packet 2", "exchange 2", "opaque 2", "truncated 2", "closed 2");
        assertThat(shown("client != 127.0.0.0/8")).isEmpty();
    }

    @Test
    void showsExchangesAloneWhereItAsksForWhatOnlyTheyHave() {
        assertThat(shown("error")).containsExactly("exchange 2");
        assertThat(shown("not error")).containsExactly("exchange 1");
        assertThat(shown("user = app")).containsExactly("exchange 1", "exchange 2");
        assertThat(shown("session = 1 or error"))
                .containsExactly(
                        "opened 1", "packet 1", "exchange 1", "exchange 2", "opaque 1", "truncated 1", "closed 1");
    }

    @Test
    void countsEverythingAndLimitsWhatIsShown() {
        shown("error");

        assertThat(tally.summary(0).packets()).isEqualTo(2);
        assertThat(tally.summary(0).exchanges()).isEqualTo(2);
        assertThat(stop.await(Duration.ZERO)).isEqualTo(Stop.Reason.DURATION);
    }

    /** With a limit of 3. */
    private List<String> shown(String filter) {
        List<String> shown = new ArrayList<>();
        Trace trace = new Trace(
                tally,
                List.of(new Names(shown)),
                Filter.parse(filter),
                new Look(Show.packets),
                3,
                stop,
                InstantSource.fixed(FakeEvent.TIME));
        trace.onOpen(FakeSession.of(1));
        trace.onOpen(FakeSession.of(2));
        for (long session = 1; session <= 2; session++) {
            trace.onPacket(FakeEvent.of(PacketKind.ERR, Err.of(1, "HY000", "x")).inSession(session));
        }
        trace.onExchange(ExchangeStory.query("SELECT 1"));
        trace.onExchange(ExchangeStory.query("SELECT 2").inSession(2).failing(1146, "42S02", "no"));
        for (long session = 1; session <= 2; session++) {
            trace.onOpaque(session, OpaqueReason.TLS);
            trace.onTruncated(session, Direction.CLIENT_TO_SERVER, 3);
            trace.onClose(FakeSession.of(session), new CloseReason.ClientClosed());
        }
        return shown;
    }

    /** Notes what it is told. */
    private record Names(List<String> told) implements Sink {
        @Override
        public void opened(TracedSession session) {
            told.add("opened " + session.id());
        }

        @Override
        public void packet(TracedSession session, PacketEvent event, MySqlMessage message, Show level) {
            told.add("packet " + session.id());
        }

        @Override
        public void exchange(TracedExchange exchange) {
            told.add("exchange " + exchange.session().id());
        }

        @Override
        public void opaque(Instant time, TracedSession session, OpaqueReason reason) {
            told.add("opaque " + session.id());
        }

        @Override
        public void truncated(Instant time, TracedSession session, Direction direction, long received) {
            told.add("truncated " + session.id());
        }

        @Override
        public void closed(Instant time, TracedSession session, Ending ending, boolean afterQuit) {
            told.add("closed " + session.id());
        }
    }
}
