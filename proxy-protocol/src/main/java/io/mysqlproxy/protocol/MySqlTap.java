package io.mysqlproxy.protocol;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.core.TlsLegs;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Tap} that understands MySQL and MariaDB: it tells a {@link PacketListener} every packet of its session, before the packet is forwarded.
 *
 * <pre>{@code
 * TcpProxy.listenOn(3307).upstream("db", 3306).tap(MySqlTap.reportingTo(packet -> ...)).start()
 * }</pre>
 *
 * Runs on the session's threads, under its tap lock. Bytes it cannot make sense of end in {@link PacketListener#onOpaque}; they go on to the receiver
 * all the same.
 */
public final class MySqlTap implements Tap {
    private final PacketDecoder decoder;
    private final long startMicros;
    private final long startNanos;

    private MySqlTap(Session session, PacketListener packets, @Nullable ExchangeListener exchanges) {
        this.decoder = new PacketDecoder(session.id(), packets, exchanges, PacketFramer.DEFAULT_KEEP_LIMIT);
        decoder.recordSlowExchanges();
        // Both read at the same moment, so that these times agree with those of others who read the wall clock.
        this.startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        this.startNanos = System.nanoTime();
    }

    /** For {@link io.mysqlproxy.core.TcpProxy.Builder#tap}: one decoder per session, all of them reporting to the same listener. */
    public static Function<Session, Tap> reportingTo(PacketListener listener) {
        return session -> new MySqlTap(session, listener, null);
    }

    /**
     * As {@link #reportingTo(PacketListener)}, and tells exchanges too: each after the last packet of its reply. Those that take long are events of the JDK's
     * Flight Recorder, {@code io.mysqlproxy.SlowExchange}.
     */
    public static Function<Session, Tap> reportingTo(PacketListener packets, ExchangeListener exchanges) {
        return session -> new MySqlTap(session, packets, exchanges);
    }

    @Override
    public void onBytes(Direction direction, ByteBuffer bytes) {
        decoder.onBytes(direction, bytes, nowMicros());
    }

    @Override
    public void onTls(TlsLegs legs) {
        decoder.onTls(legs);
    }

    @Override
    public void onClose(CloseReason reason) {
        decoder.onClose(nowMicros());
    }

    /** The wall clock read once per session and the monotonic one ever after: no object per read, and time never runs backwards in a session. */
    private long nowMicros() {
        return startMicros + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos);
    }
}
