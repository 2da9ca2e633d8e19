package io.mysqlproxy.protocol.capture;

import org.jspecify.annotations.Nullable;

/** Finds out which side of a connection is the server, and whether the connection is to be read at all; {@link ServerPorts} has the rules. */
final class ServerSide {
    /** Bytes kept while it is not known whether a connection is one of MySQL. */
    private static final int PROBE_LIMIT = 64 * 1024;

    /** What is to become of a connection. */
    enum Verdict {
        READ,
        PASS_OVER,
        UNDECIDED
    }

    private final ConnectionKey key;
    private final ServerPorts ports;
    private final TcpStream first;
    private final TcpStream second;
    private @Nullable TcpStream server;
    private boolean hasHandshake;

    ServerSide(ConnectionKey key, ServerPorts ports, TcpStream first, TcpStream second) {
        this.key = key;
        this.ports = ports;
        this.first = first;
        this.second = second;
    }

    /** A SYN, or the answer to one, was seen. */
    void shownByHandshake(TcpStream answering) {
        server = answering;
        hasHandshake = true;
    }

    boolean hasHandshake() {
        return hasHandshake;
    }

    boolean is(TcpStream stream) {
        return stream == server;
    }

    Verdict byPort() {
        boolean firstFits = ports.has(key.firstPort());
        boolean secondFits = ports.has(key.secondPort());
        if (server == null && firstFits != secondFits) {
            server = firstFits ? first : second;
        }
        boolean isWanted = server != null && (ports.takesAll() || (server == first ? firstFits : secondFits));
        return isWanted ? Verdict.READ : Verdict.UNDECIDED;
    }

    /** Looks at the first bytes of the server, or of whoever speaks first. */
    Verdict byGreeting(int held) {
        TcpStream speaker = server != null ? server : first.isWaiting() ? first : second;
        byte[] start = speaker.peek(GreetingProbe.LENGTH);
        GreetingProbe probe = held > PROBE_LIMIT ? GreetingProbe.NO : GreetingProbe.of(start, 0, start.length);
        boolean isWanted = ports.takesAll() || (ports.has(key.firstPort()) && ports.has(key.secondPort()));
        if (probe == GreetingProbe.UNDECIDED) {
            return Verdict.UNDECIDED;
        }
        if (probe == GreetingProbe.YES && (isWanted || ports.takesGreetings())) {
            server = speaker;
            return Verdict.READ;
        }
        return isWanted ? byLowerPort() : Verdict.PASS_OVER;
    }

    /** At the end of the capture, when too few bytes came to tell. */
    Verdict byWhatThereIs(int held) {
        return ports.takesAll() && held > 0 ? byLowerPort() : Verdict.UNDECIDED;
    }

    private Verdict byLowerPort() {
        if (server == null) {
            server = key.firstPort() <= key.secondPort() ? first : second;
        }
        return Verdict.READ;
    }
}
