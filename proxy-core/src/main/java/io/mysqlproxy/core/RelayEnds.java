package io.mysqlproxy.core;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a relayed session comes to its end, and what its peers get to see of that. A side that closes in an orderly way closes only its own direction
 * (half-close); a side that fails takes the other with it, by a reset.
 */
final class RelayEnds {
    private final LiveSession session;
    private final Endpoint client;
    private final Endpoint server;

    /** The first end decides, whatever it leads to. */
    private final AtomicReference<@Nullable CloseReason> first = new AtomicReference<>();

    RelayEnds(LiveSession session, Endpoint client, Endpoint server) {
        this.session = session;
        this.client = client;
        this.server = server;
    }

    /** Who sends in this direction has closed. */
    void senderClosed(Direction direction) {
        // Noted before it is passed on, or the answer to it could be noted first.
        first.compareAndSet(null, closedBy(direction));
        try {
            (direction == Direction.CLIENT_TO_SERVER ? server : client).shutdownOutput();
        } catch (IOException e) {
            receiverFailed(direction);
        }
    }

    /** Who sends in this direction could not be read from. */
    void senderFailed(Direction direction) {
        failed(resetBy(direction));
    }

    /** Who receives in this direction could not be written to. */
    void receiverFailed(Direction direction) {
        failed(resetBy(direction.opposite()));
    }

    /** Resets both sides, which also wakes who waits for them. */
    void failed(CloseReason reason) {
        first.compareAndSet(null, reason);
        // A session that was cut has its sockets closed by who cut it, and in an orderly way.
        if (!session.isEnding()) {
            client.reset();
            server.reset();
        }
    }

    /** The reason that counts, when both directions have ended. */
    CloseReason reason() {
        return Objects.requireNonNull(first.get(), "both directions have ended");
    }

    private static CloseReason closedBy(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> new CloseReason.ClientClosed();
            case SERVER_TO_CLIENT -> new CloseReason.ServerClosed();
        };
    }

    private static CloseReason resetBy(Direction direction) {
        return switch (direction) {
            case CLIENT_TO_SERVER -> new CloseReason.ClientReset();
            case SERVER_TO_CLIENT -> new CloseReason.ServerReset();
        };
    }
}
