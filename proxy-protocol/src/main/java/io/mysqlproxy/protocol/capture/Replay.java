package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Tap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Shows chunks to a tap in different slices, through one buffer that is spoilt after each call. */
final class Replay {
    /** What borrowed bytes become when the tap has returned. */
    private static final byte SPOILT = (byte) 0xdb;

    /** Where the bytes begin in the lent buffer: a tap that counts from 0 in place of the position is found out. */
    private static final int MARGIN = 3;

    /** Half of all random slices are at most this long, so that headers are cut, the others up to all that is there. */
    private static final int SHORT_SLICE = 6;

    private final List<Transcript.Chunk> chunks;
    private final Tap tap;

    Replay(List<Transcript.Chunk> chunks, Tap tap) {
        this.chunks = chunks;
        this.tap = tap;
    }

    void whole() {
        for (Transcript.Chunk chunk : chunks) {
            byte[] bytes = chunk.bytes().toArray();
            lend(chunk.direction(), bytes, 0, bytes.length);
        }
    }

    void byteByByte() {
        for (Transcript.Chunk chunk : chunks) {
            byte[] bytes = chunk.bytes().toArray();
            for (int i = 0; i < bytes.length; i++) {
                lend(chunk.direction(), bytes, i, 1);
            }
        }
    }

    void sliced(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int next = 0; next < chunks.size(); ) {
            int end = random.nextBoolean() ? next + 1 : endOfTurn(next);
            slice(chunks.get(next).direction(), join(chunks.subList(next, end)), random);
            next = end;
        }
    }

    private void slice(Direction direction, byte[] bytes, SplittableRandom random) {
        for (int at = 0; at < bytes.length; ) {
            int left = bytes.length - at;
            int length = 1 + random.nextInt(random.nextBoolean() ? left : Math.min(left, SHORT_SLICE));
            lend(direction, bytes, at, length);
            at += length;
        }
    }

    /** The index behind the last chunk that the same side sent before the other side said anything. */
    private int endOfTurn(int start) {
        int end = start + 1;
        while (end < chunks.size()
                && chunks.get(end).direction() == chunks.get(start).direction()) {
            end++;
        }
        return end;
    }

    private static byte[] join(List<Transcript.Chunk> chunks) {
        byte[] all = new byte
                [chunks.stream().mapToInt(chunk -> chunk.bytes().length()).sum()];
        int at = 0;
        for (Transcript.Chunk chunk : chunks) {
            chunk.bytes().asByteBuffer().get(all, at, chunk.bytes().length());
            at += chunk.bytes().length();
        }
        return all;
    }

    private void lend(Direction direction, byte[] bytes, int offset, int length) {
        byte[] lent = new byte[MARGIN + length + MARGIN];
        Arrays.fill(lent, SPOILT);
        System.arraycopy(bytes, offset, lent, MARGIN, length);
        tap.onBytes(direction, ByteBuffer.wrap(lent, MARGIN, length).asReadOnlyBuffer());
        Arrays.fill(lent, SPOILT);
    }
}
