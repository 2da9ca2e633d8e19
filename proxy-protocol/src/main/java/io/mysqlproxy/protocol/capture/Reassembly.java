package io.mysqlproxy.protocol.capture;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** All connections of a capture, and what bounds them together. */
final class Reassembly {
    private final CaptureListener listener;
    private final ServerPorts ports;
    private final Limits limits;
    private final Counters counters;

    /** Told connections, the one that was silent for the longest time first. */
    private final SequencedMap<ConnectionKey, TcpConnection> open = inOrderOfUse();
    /** Half-open, undecided and ended ones, which are let go before the others. */
    private final SequencedMap<ConnectionKey, TcpConnection> others = inOrderOfUse();
    /** Connections that wait for what may never come, the longest wait first. */
    private final SequencedMap<TcpConnection, Wait> waiting = new LinkedHashMap<>();

    private final ConnectionKey key = new ConnectionKey();
    /** What all connections keep, without the one whose segment is looked at. */
    private long heldByOthers;

    private byte[] viewed = new byte[0];
    private ByteBuffer view = ByteBuffer.wrap(viewed).asReadOnlyBuffer();

    /** Since which packet and which time a connection has not moved, and where it stood. */
    private record Wait(long packet, long micros, long progress) {}

    Reassembly(CaptureListener listener, ServerPorts ports, Limits limits, Counters counters) {
        this.listener = listener;
        this.ports = ports;
        this.limits = limits;
        this.counters = counters;
    }

    private static SequencedMap<ConnectionKey, TcpConnection> inOrderOfUse() {
        return new LinkedHashMap<>(64, 0.75f, true);
    }

    void segment(Segment segment) {
        boolean sourceIsFirst = key.set(segment);
        TcpConnection connection = open.get(key);
        boolean wasOpen = connection != null;
        if (connection == null) {
            connection = others.get(key);
        }
        if (connection != null && connection.isReplacedBy(segment, sourceIsFirst)) {
            end(connection, ConnectionEnd.REPLACED);
            connection = null;
            wasOpen = false;
        }
        if (connection == null) {
            connection = begin(segment);
        }
        if (connection != null) {
            int before = connection.held();
            heldByOthers -= before;
            connection.segment(segment, sourceIsFirst);
            changed(connection, wasOpen, segment.micros);
        }
        giveUpOldWaits(segment.micros);
    }

    private @Nullable TcpConnection begin(Segment segment) {
        if (!isWanted(segment)) {
            counters.otherPorts++;
            return null;
        }
        if (segment.has(Segment.RST) || (!segment.has(Segment.SYN) && segment.length == 0)) {
            return null;
        }
        if (open.size() + others.size() >= limits.connections()) {
            dropOldest();
        }
        TcpConnection connection = new TcpConnection(key.copy(), this, segment.micros);
        others.put(connection.key(), connection);
        return connection;
    }

    /** Connections on other ports are remembered only if they may begin with a greeting. */
    private boolean isWanted(Segment segment) {
        return ports.takesAll()
                || ports.has(segment.sourcePort)
                || ports.has(segment.targetPort)
                || (ports.takesGreetings() && mayBegin(segment));
    }

    private static boolean mayBegin(Segment segment) {
        return segment.has(Segment.SYN)
                || GreetingProbe.of(segment.bytes, segment.payloadAt, segment.captured) == GreetingProbe.YES;
    }

    private void dropOldest() {
        Map.Entry<ConnectionKey, TcpConnection> oldest = others.isEmpty() ? open.firstEntry() : others.firstEntry();
        if (!oldest.getValue().isEnded()) {
            counters.dropped++;
        }
        end(oldest.getValue(), ConnectionEnd.DROPPED);
    }

    /** Ends a connection that is not looked at just now, and forgets it. */
    private void end(TcpConnection connection, ConnectionEnd how) {
        heldByOthers -= connection.held();
        connection.end(how);
        open.remove(connection.key());
        others.remove(connection.key());
        waiting.remove(connection);
    }

    /** Keeps the books after a connection has taken a step. */
    private void changed(TcpConnection connection, boolean wasOpen, long micros) {
        heldByOthers += connection.held();
        if (connection.isOpen() != wasOpen) {
            (wasOpen ? open : others).remove(connection.key());
            (wasOpen ? others : open).put(connection.key(), connection);
        }
        if (connection.isForeign()) {
            others.remove(connection.key());
        }
        if (!connection.isWaitingForCapture()) {
            if (!waiting.isEmpty()) {
                waiting.remove(connection);
            }
            return;
        }
        Wait wait = waiting.get(connection);
        if (wait == null || wait.progress() != connection.progress()) {
            waiting.remove(connection);
            waiting.put(connection, new Wait(counters.packets, micros, connection.progress()));
        }
    }

    private void giveUpOldWaits(long micros) {
        while (!waiting.isEmpty()) {
            Map.Entry<TcpConnection, Wait> oldest = waiting.firstEntry();
            Wait wait = oldest.getValue();
            if (counters.packets - wait.packet() < limits.disorderPackets()
                    && micros - wait.micros() < limits.disorderMicros()) {
                return;
            }
            TcpConnection connection = oldest.getKey();
            waiting.remove(connection);
            boolean wasOpen = connection.isOpen();
            heldByOthers -= connection.held();
            connection.giveUpWaiting();
            changed(connection, wasOpen, micros);
        }
    }

    /** Whether a connection keeps more than it may, given what all of it keeps. */
    boolean isTooMuch(TcpStream stream, int heldByConnection) {
        return stream.held() > limits.heldBytes()
                || stream.waitingPieces() > limits.heldPieces()
                || heldByOthers + heldByConnection > limits.heldByAll();
    }

    /** All connections end here. */
    void close() {
        while (!open.isEmpty() || !others.isEmpty()) {
            Map.Entry<ConnectionKey, TcpConnection> oldest = open.isEmpty() ? others.firstEntry() : open.firstEntry();
            end(oldest.getValue(), ConnectionEnd.END_OF_CAPTURE);
        }
    }

    /** Tells the listener a connection. */
    ConnectionListener open(TcpAddress client, TcpAddress server, long openedMicros, boolean isFromStart) {
        long number = ++counters.connections;
        return listener.onConnection(new CapturedConnection(number, client, server, openedMicros, isFromStart));
    }

    ServerPorts ports() {
        return ports;
    }

    Counters counters() {
        return counters;
    }

    /** Bytes to lend: one view for as long as they are in the same array. */
    @SuppressWarnings("ReferenceEquality") // the same array is what is meant
    ByteBuffer view(byte[] bytes, int at, int length) {
        if (bytes != viewed) {
            viewed = bytes;
            view = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        return view.limit(at + length).position(at);
    }
}
