package io.mysqlproxy.core;

import java.util.concurrent.locks.LockSupport;

/**
 * Relays both directions on the session's one thread: it moves what can be moved either way, and parks when nothing can. One thread for two
 * directions saves memory where sessions idle, and none of them ever waits for the other: a receiver that takes nothing stops its own direction only.
 */
final class CarrierRelay {
    private final CarrierEndpoint client;
    private final CarrierEndpoint server;
    private final RelayEnds ends;
    private final Lane up;
    private final Lane down;

    CarrierRelay(LiveSession session, CarrierEndpoint client, CarrierEndpoint server) {
        BufferPool pool = session.place().buffers();
        this.client = client;
        this.server = server;
        this.ends = new RelayEnds(session, client, server);
        this.up = new Lane(Direction.CLIENT_TO_SERVER, client, server, session.guardedTap(), pool, ends);
        this.down = new Lane(Direction.SERVER_TO_CLIENT, server, client, session.guardedTap(), pool, ends);
    }

    CloseReason run() {
        Thread me = Thread.currentThread();
        client.attend(me);
        server.attend(me);
        try {
            while (move()) {
                pause(me);
            }
        } finally {
            up.end();
            down.end();
            client.attend(null);
            server.attend(null);
        }
        return ends.reason();
    }

    /** Returns false when both directions have ended. */
    private boolean move() {
        up.move();
        down.move();
        return up.isOpen() || down.isOpen();
    }

    /** Lets others go first, or waits for news; returns at once when there may be something to do. */
    private void pause(Thread me) {
        boolean news = client.prepareToWait(up.wantsInput(), down.wantsOutput())
                || server.prepareToWait(down.wantsInput(), up.wantsOutput());
        if (me.isInterrupted()
                || !client.channel().isOpen()
                || !server.channel().isOpen()) {
            cut(me);
        } else if (news) {
            client.carrier().yieldIfDue();
        } else {
            LockSupport.park(this);
        }
    }

    /** Closed by another thread or, as with any channel, by an interrupt. */
    private void cut(Thread me) {
        Direction direction = me.isInterrupted() || !client.channel().isOpen()
                ? Direction.CLIENT_TO_SERVER
                : Direction.SERVER_TO_CLIENT;
        up.end();
        down.end();
        ends.senderFailed(direction);
    }
}
