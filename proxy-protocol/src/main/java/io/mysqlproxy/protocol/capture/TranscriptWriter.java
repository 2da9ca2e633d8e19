package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.protocol.wire.Bytes;

/** Writes a transcript as text, always in the same way for the same transcript. */
final class TranscriptWriter {
    private static final int BYTES_PER_LINE = 16;

    /** From here on, equal bytes in a row are written as one byte and a count. More than any filler of the protocol, which people want to see. */
    private static final int RUN = 48;

    private static final int COLUMN = "  ".length() + BYTES_PER_LINE * 3;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    private TranscriptWriter() {}

    static String write(Transcript transcript) {
        TranscriptWriter writer = new TranscriptWriter();
        transcript
                .headers()
                .forEach((key, value) ->
                        writer.text.append(key).append(": ").append(value).append('\n'));
        for (Transcript.Chunk chunk : transcript.chunks()) {
            writer.chunk(chunk);
        }
        return writer.text.toString();
    }

    /** Arrow and time stand alone, so that the bytes of all chunks are in the same columns. */
    private void chunk(Transcript.Chunk chunk) {
        text.append('\n').append(chunk.direction().arrow());
        chunk.atMicros().ifPresent(micros -> text.append(" @").append(micros));
        text.append("  # ").append(chunk.bytes().length()).append(" bytes\n");
        Bytes bytes = chunk.bytes();
        int lineStart = 0;
        for (int at = 0; at < bytes.length(); ) {
            int run = runLength(bytes, at);
            if (run >= RUN) {
                line(bytes, lineStart, at);
                text.append(String.format("   %02x*%d\n", bytes.byteAt(at), run));
                at += run;
                lineStart = at;
            } else {
                at++;
                if (at - lineStart == BYTES_PER_LINE) {
                    line(bytes, lineStart, at);
                    lineStart = at;
                }
            }
        }
        line(bytes, lineStart, bytes.length());
    }

    private static int runLength(Bytes bytes, int start) {
        int end = start + 1;
        while (end < bytes.length() && bytes.byteAt(end) == bytes.byteAt(start)) {
            end++;
        }
        return end - start;
    }

    private void line(Bytes bytes, int start, int end) {
        if (start == end) {
            return;
        }
        line.append("  ");
        for (int i = start; i < end; i++) {
            line.append(String.format(" %02x", bytes.byteAt(i)));
        }
        line.append(" ".repeat(COLUMN - line.length())).append("  # ");
        for (int i = start; i < end; i++) {
            int b = bytes.byteAt(i);
            line.append(b > ' ' && b < 0x7f ? (char) b : b == ' ' ? ' ' : '.');
        }
        text.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
    }
}
