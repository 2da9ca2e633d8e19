package io.mysqlproxy.protocol.capture;

import java.io.IOException;

/** An input is not a capture, or is one up to a place and damaged there. What stands before that place was told. */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    CaptureFormatException(long offset, String problem) {
        super("at byte " + offset + ": " + problem);
        this.offset = offset;
    }

    /** Where the damaged record or line begins, in bytes from the beginning of the input. */
    public long offset() {
        return offset;
    }
}
