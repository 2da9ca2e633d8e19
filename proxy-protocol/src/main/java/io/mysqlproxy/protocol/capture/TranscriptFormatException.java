package io.mysqlproxy.protocol.capture;

/** A text that is not a transcript. */
public final class TranscriptFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;

    TranscriptFormatException(int line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    /** The line the problem is in, counted from 1. */
    public int line() {
        return line;
    }
}
