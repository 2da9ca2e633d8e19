package io.mysqlproxy.core;

import java.net.InetSocketAddress;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A session in a recording of the JDK's Flight Recorder: from accept to close, told when it has closed. Its fields are documented in
 * {@code docs/performance.md}. As long as nobody records, no object is made.
 */
@Name(SessionEvent.NAME)
@Label("Session")
@Category("mysql-proxy")
@Description("A connection through the proxy, from accept to close")
@StackTrace(false)
final class SessionEvent extends Event {
    static final String NAME = "io.mysqlproxy.Session";

    /** Asked whether anybody records; never committed. */
    private static final SessionEvent PROBE = new SessionEvent();

    @Label("Session Id")
    long sessionId;

    @Label("Client")
    @Nullable
    String client;

    @Label("Upstream")
    @Description("The server's address; none when the session never reached a server")
    @Nullable
    String upstream;

    @Label("Bytes From Client")
    @DataAmount
    long bytesFromClient;

    @Label("Bytes From Server")
    @DataAmount
    long bytesFromServer;

    @Label("Close Reason")
    @Description("The kind of end, as in ClientClosed")
    @Nullable
    String closeReason;

    @Label("Close Description")
    @Nullable
    String closeDescription;

    /** A session begins. Null when nobody records: a session that is open when a recording begins is not in it. */
    static @Nullable SessionEvent opened() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        SessionEvent event = new SessionEvent();
        event.begin();
        return event;
    }

    /** The session has closed: its counts are final. */
    static void closed(SessionEvent event, Session session, CloseReason reason) {
        event.end();
        if (event.shouldCommit()) {
            InetSocketAddress server = session.upstreamAddress();
            event.sessionId = session.id();
            event.client = HostPort.of(session.clientAddress());
            event.upstream = server == null ? null : HostPort.of(server);
            event.bytesFromClient =
                    session.byteCounts(Direction.CLIENT_TO_SERVER).received();
            event.bytesFromServer =
                    session.byteCounts(Direction.SERVER_TO_CLIENT).received();
            event.closeReason = reason.getClass().getSimpleName();
            event.closeDescription = reason.description();
            event.commit();
        }
    }
}
