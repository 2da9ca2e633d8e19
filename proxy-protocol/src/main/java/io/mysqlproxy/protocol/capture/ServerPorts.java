package io.mysqlproxy.protocol.capture;

import java.util.BitSet;
import java.util.Collection;

/** Which connections of a capture are read, and which of their sides is the server when the handshake was not captured. */
public final class ServerPorts {
    /** MySQL's port, and connections on any other port whose server begins with a greeting of MySQL. */
    public static final ServerPorts DEFAULT = new ServerPorts(portSet(3306), Others.WITH_GREETING);

    /** Every TCP connection. Without handshake the side with port 3306 is the server, else the one that greets, else the one with the lower port. */
    public static final ServerPorts ANY = new ServerPorts(portSet(3306), Others.ALL);

    /** What becomes of connections that have none of the ports. */
    private enum Others {
        NONE,
        WITH_GREETING,
        ALL
    }

    private final BitSet ports;
    private final Others others;

    private ServerPorts(BitSet ports, Others others) {
        this.ports = ports;
        this.others = others;
    }

    /**
     * Only connections to these ports.
     *
     * @throws IllegalArgumentException when there is none, or one is not from 1 to 65,535
     */
    public static ServerPorts of(Collection<Integer> ports) {
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("no port at all");
        }
        return new ServerPorts(
                portSet(ports.stream().mapToInt(Integer::intValue).toArray()), Others.NONE);
    }

    private static BitSet portSet(int... ports) {
        BitSet set = new BitSet();
        for (int port : ports) {
            if (port < 1 || port > 0xffff) {
                throw new IllegalArgumentException("a port is a number from 1 to 65535, not " + port);
            }
            set.set(port);
        }
        return set;
    }

    boolean has(int port) {
        return ports.get(port);
    }

    /** Whether connections with none of the ports are read, provided that they begin with a greeting. */
    boolean takesGreetings() {
        return others != Others.NONE;
    }

    /** Whether connections with none of the ports are read, whatever they begin with. */
    boolean takesAll() {
        return others == Others.ALL;
    }
}
