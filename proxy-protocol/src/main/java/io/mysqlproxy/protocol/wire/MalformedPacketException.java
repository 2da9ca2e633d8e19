package io.mysqlproxy.protocol.wire;

/**
 * Bytes that do not have the layout their packet must have. Thrown by {@link WireReader} and the {@code decode} methods of messages only; whoever
 * watches live traffic gets an {@code Undecodable} message instead. Carries no stack trace: hostile input must not be expensive.
 */
public final class MalformedPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String expected;
    private final String found;

    /**
     * @param position offset into the packet's payload, in bytes, where the expectation failed
     * @param expected what the protocol wants there, with its name, as in {@code server version (nulstr)}
     * @param found what is there instead; never the content of a secret
     */
    public MalformedPacketException(int position, String expected, String found) {
        super("at byte " + position + ": expected " + expected + ", found " + found, null, false, false);
        this.position = position;
        this.expected = expected;
        this.found = found;
    }

    public int position() {
        return position;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
