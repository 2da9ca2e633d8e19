package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.SessionListener;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Says on stderr that the server cannot be reached, or why TLS failed: once, and again only after a session has ended otherwise. */
final class BackendTrouble implements SessionListener {
    private final PrintWriter err;
    private final SessionListener next;
    private final AtomicBoolean said = new AtomicBoolean();
    private final AtomicReference<CloseReason.@Nullable TlsFailed> lastOfTls = new AtomicReference<>();

    /** @param next who is told everything as well */
    BackendTrouble(PrintWriter err, SessionListener next) {
        this.err = err;
        this.next = next;
    }

    @Override
    public void onOpen(Session session) {
        next.onOpen(session);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        next.onClose(session, reason);
        switch (reason) {
            case CloseReason.ConnectFailed failed -> {
                if (!said.getAndSet(true)) {
                    err.println("mysql-proxy: " + Closing.text(failed)
                            + " (each client is told; the next client makes the next attempt)");
                    err.flush();
                }
            }
            case CloseReason.TlsFailed failed -> {
                if (!failed.equals(lastOfTls.getAndSet(failed))) {
                    err.println("mysql-proxy: " + Closing.text(failed));
                    err.flush();
                }
            }
            case CloseReason.TooManySessions refused -> {}
            default -> {
                said.set(false);
                lastOfTls.set(null);
            }
        }
    }
}
