package io.mysqlproxy.core;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A session from accept to close: its sockets, its threads, and the one reason it ends with, which is the first that anybody gives. */
final class LiveSession implements Session {
    private static final Tap NO_TAP = (direction, bytes) -> {};

    private final long id;
    private final Place place;
    private final SocketEndpoint client;
    private final InetSocketAddress clientAddress;
    private final Instant openedAt = Instant.now();
    private final long openedAtNanos = System.nanoTime();
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();

    /** Being dialled or connected. */
    private volatile @Nullable SocketEndpoint server;

    /** Set when {@link #server} is connected. */
    private volatile @Nullable InetSocketAddress upstreamAddress;

    private volatile @Nullable Thread ownThread;
    private volatile @Nullable Thread secondThread;
    private volatile @Nullable GuardedTap tap;
    private volatile @Nullable RelayHandler relayHandler;
    private volatile boolean closingProxy;

    LiveSession(long id, Place place, SocketEndpoint client) {
        this.id = id;
        this.place = place;
        this.client = client;
        this.clientAddress = client.remoteAddress();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    @Override
    public @Nullable InetSocketAddress upstreamAddress() {
        return upstreamAddress;
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    long ageNanos() {
        return System.nanoTime() - openedAtNanos;
    }

    @Override
    public ByteCounts byteCounts(Direction direction) {
        SocketEndpoint dialled = server;
        // Forwarded is read first, or a byte that passes in between would make it seem larger than received.
        return switch (direction) {
            case CLIENT_TO_SERVER -> {
                long forwarded = dialled == null ? 0 : dialled.bytesWritten();
                yield new ByteCounts(client.bytesRead(), forwarded);
            }
            case SERVER_TO_CLIENT -> {
                long forwarded = client.bytesWritten();
                yield new ByteCounts(dialled == null ? 0 : dialled.bytesRead(), forwarded);
            }
        };
    }

    /** Changes whenever a byte moves in either direction. */
    long progress() {
        SocketEndpoint dialled = server;
        long ours = client.bytesRead() + client.bytesWritten();
        return dialled == null ? ours : ours + dialled.bytesRead() + dialled.bytesWritten();
    }

    @Override
    public void close() {
        cut(new CloseReason.ProxyClosed());
    }

    /** Ends the session from outside: closing the sockets wakes its threads. */
    void cut(CloseReason why) {
        endAs(why);
        closeEndpoints();
    }

    /** Gives a reason to end; returns the one that counts, which is the first. */
    CloseReason endAs(CloseReason why) {
        CloseReason earlier = reason.compareAndExchange(null, why);
        return earlier == null ? why : earlier;
    }

    /** The session has its reason; its threads may still have to find out. */
    boolean isEnding() {
        return reason.get() != null;
    }

    void closeEndpoints() {
        client.close();
        SocketEndpoint dialled = server;
        if (dialled != null) {
            dialled.close();
        }
    }

    /** Returns false when no selector knows the sockets. */
    boolean cancelKeys() {
        SocketEndpoint dialled = server;
        boolean known = client.cancelKey();
        return (dialled != null && dialled.cancelKey()) || known;
    }

    void resetEndpoints() {
        client.reset();
        SocketEndpoint dialled = server;
        if (dialled != null) {
            dialled.reset();
        }
    }

    Place place() {
        return place;
    }

    SocketEndpoint client() {
        return client;
    }

    /** From now on {@link #cut} closes this one too, also while it is being connected. */
    void dialling(SocketEndpoint endpoint) {
        server = endpoint;
        if (isEnding()) {
            endpoint.close();
        }
    }

    void connectedTo(InetSocketAddress address) {
        upstreamAddress = address;
    }

    @Nullable
    GuardedTap guardedTap() {
        return tap;
    }

    void tap(GuardedTap made) {
        tap = made;
    }

    /** The tap has had its last call: whoever keeps the session for its counts does not keep what the tap holds. */
    void forgetTap() {
        tap = null;
    }

    @Override
    public Tap tap() {
        GuardedTap made = tap;
        return made == null ? NO_TAP : made.forHandler();
    }

    /** What {@link #relay} does; set before a handler runs. */
    void relayedBy(RelayHandler handler) {
        relayHandler = handler;
    }

    @Override
    public CloseReason relay(Endpoint clientEnd, Endpoint serverEnd) {
        RelayHandler handler = relayHandler;
        if (handler == null) {
            throw new IllegalStateException("only the session's handler can relay");
        }
        return handler.handle(this, clientEnd, serverEnd);
    }

    /** The thread of the session, which moves client to server, and runs everything else. */
    void ownThread(Thread thread) {
        ownThread = thread;
    }

    void secondThread(Thread thread) {
        secondThread = thread;
    }

    boolean runsOn(Thread thread) {
        return thread == ownThread || thread == secondThread;
    }

    /** Waits until the session's thread has ended. */
    void joinThread() {
        Thread thread = ownThread;
        if (thread != null) {
            Threads.joinUninterruptibly(thread);
        }
    }

    /** One of the session's threads is inside {@link TcpProxy#closeGracefully}; it ends when that returns. */
    void closingProxy() {
        closingProxy = true;
    }

    boolean isClosingProxy() {
        return closingProxy;
    }

    String ownThreadName() {
        return place.sharesThread() ? "proxy-" + id + " <>" : threadName(Direction.CLIENT_TO_SERVER);
    }

    String threadName(Direction direction) {
        return "proxy-" + id + " " + direction.arrow();
    }

    @Override
    public String toString() {
        return "session " + id + " from " + HostPort.of(clientAddress);
    }
}
