package io.mysqlproxy.protocol.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The bytes of a capture through one buffer. Waits for no more than was asked for, so that a live pipe's packets are handed on as they come; its buffer
 * grows with the bytes that came and never by a length that is announced.
 */
final class CaptureInput {
    private static final int INITIAL_CAPACITY = 256 * 1024;

    private final InputStream in;
    private final LongConsumer onRead;
    private byte[] buffer = new byte[INITIAL_CAPACITY];
    private int position;
    private int limit;
    private long bytesRead;
    private boolean isBigEndian = true;

    /** @param onRead is told the bytes read so far, after each read */
    CaptureInput(InputStream in, LongConsumer onRead) {
        this.in = in;
        this.onRead = onRead;
    }

    /** Waits until so many bytes are there. False when the input ends before; what there is stays available. */
    boolean ensure(int count) throws IOException {
        while (limit - position < count) {
            makeRoom();
            int read = in.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return false;
            }
            limit += read;
            bytesRead += read;
            onRead.accept(bytesRead);
        }
        return true;
    }

    private void makeRoom() {
        if (position == limit) {
            position = 0;
            limit = 0;
        } else if (limit == buffer.length && position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        } else if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
    }

    /** The buffer, whose content stays until the next {@link #ensure} or {@link #skip}. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the next byte is in the buffer. */
    int position() {
        return position;
    }

    /** Bytes that are there. */
    int available() {
        return limit - position;
    }

    /** How far from the beginning of the input the next byte is. */
    long offset() {
        return bytesRead - available();
    }

    /** Passes bytes that are there. */
    void advance(int count) {
        position += count;
    }

    /** Passes bytes whether they are there or not. False when the input ends before. */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (!ensure(1)) {
                return false;
            }
            int part = (int) Math.min(left, available());
            advance(part);
            left -= part;
        }
        return true;
    }

    void byteOrder(boolean bigEndian) {
        isBigEndian = bigEndian;
    }

    boolean isBigEndian() {
        return isBigEndian;
    }

    /** Two bytes in the capture's order, counted from the next byte. */
    int int2(int at) {
        int first = int1(at);
        int second = int1(at + 1);
        return isBigEndian ? first << 8 | second : second << 8 | first;
    }

    /** Four bytes in the capture's order, counted from the next byte. */
    int int4(int at) {
        int first = int2(at);
        int second = int2(at + 2);
        return isBigEndian ? first << 16 | second : second << 16 | first;
    }

    /** Four bytes in the capture's order as an unsigned number, counted from the next byte. */
    long unsigned4(int at) {
        return int4(at) & 0xffff_ffffL;
    }

    int int1(int at) {
        return buffer[position + at] & 0xff;
    }
}
