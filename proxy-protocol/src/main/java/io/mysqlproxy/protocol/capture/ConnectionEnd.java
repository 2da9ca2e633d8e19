package io.mysqlproxy.protocol.capture;

/** How a captured connection ended, as far as the capture shows. */
public enum ConnectionEnd {
    /** Both sides closed (FIN), the client first. */
    CLIENT_CLOSED("by the client"),
    /** Both sides closed (FIN), the server first. */
    SERVER_CLOSED("by the server"),
    /** The client reset the connection (RST). */
    CLIENT_RESET("reset by the client"),
    /** The server reset the connection (RST). */
    SERVER_RESET("reset by the server"),
    /** Another connection began between the same addresses and ports; the end of this one was not captured. */
    REPLACED("its end is not in the capture"),
    /** The reader let it go to keep its memory bounded: too many connections were open, and this one was silent for the longest time. */
    DROPPED("dropped: too many connections are open"),
    /** It was still open when the capture ended. */
    END_OF_CAPTURE("open at the end of the capture");

    private final String description;

    ConnectionEnd(String description) {
        this.description = description;
    }

    /** For people: a short sentence that fits behind "closed", without a full stop. */
    public String description() {
        return description;
    }
}
