package io.mysqlproxy.cli;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.capture.CapturedConnection;
import io.mysqlproxy.protocol.capture.ConnectionEnd;
import io.mysqlproxy.protocol.capture.ConnectionListener;
import java.nio.ByteBuffer;

/** The way of a captured connection to the trace: decoded as a live one is, with the capture's clock. */
final class CaptureDecoding implements ConnectionListener {
    private final CapturedSession session;
    private final PacketDecoder decoder;
    private final Trace trace;
    private final CaptureClock clock;

    private CaptureDecoding(CapturedSession session, PacketDecoder decoder, Trace trace, CaptureClock clock) {
        this.session = session;
        this.decoder = decoder;
        this.trace = trace;
        this.clock = clock;
    }

    /** Tells the trace that the connection is there, and from then on what it carries. */
    static CaptureDecoding of(CapturedConnection connection, Trace trace, CaptureClock clock) {
        CapturedSession session = new CapturedSession(connection);
        clock.set(connection.openedMicros());
        trace.opened(session);
        PacketDecoder decoder = connection.isFromStart()
                ? new PacketDecoder(session.id(), trace, trace)
                : PacketDecoder.joiningMidStream(session.id(), trace, trace);
        return new CaptureDecoding(session, decoder, trace, clock);
    }

    @Override
    public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
        clock.set(epochMicros);
        session.add(direction, bytes.remaining());
        decoder.onBytes(direction, bytes, epochMicros);
    }

    @Override
    public void onGap(Direction direction, long missingBytes, long epochMicros) {
        clock.set(epochMicros);
        trace.gap(session.id(), direction, missingBytes);
        decoder.onGap(direction, missingBytes, epochMicros);
    }

    @Override
    public void onClose(ConnectionEnd end, long epochMicros) {
        clock.set(epochMicros);
        decoder.onClose(epochMicros);
        trace.closed(session.id(), Ending.of(end));
    }
}
