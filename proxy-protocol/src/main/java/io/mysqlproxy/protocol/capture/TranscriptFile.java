package io.mysqlproxy.protocol.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads a transcript line by line and tells its one connection, each chunk as soon as the next one begins. Times count from the header {@code date}. */
final class TranscriptFile {
    /** No writer makes longer lines, and an input that is no text after all is not taken into memory. */
    private static final int LONGEST_LINE = 1 << 20;

    private static final int LENGTH_OF_DATE = 10;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final CaptureInput in;
    private final Reassembly reassembly;
    private final TranscriptParser parser = new TranscriptParser(this::chunk);
    private @Nullable ConnectionListener connection;
    private long beganMicros;
    private long micros;

    TranscriptFile(CaptureInput in, Reassembly reassembly) {
        this.in = in;
        this.reassembly = reassembly;
    }

    /** Whether what is there of the input can be the beginning of a text. */
    static boolean isText(CaptureInput in) {
        for (int i = 0; i < 4; i++) {
            int c = in.int1(i);
            boolean isWhiteSpace = c == '\t' || c == '\n' || c == '\r';
            if ((c < ' ' && !isWhiteSpace) || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    void read() throws IOException {
        try {
            while (in.ensure(1)) {
                line();
            }
            end(in.offset());
        } finally {
            if (connection != null) {
                connection.onClose(ConnectionEnd.END_OF_CAPTURE, micros);
            }
        }
    }

    private void line() throws IOException {
        int length = 0;
        boolean isEnded = false;
        while (!isEnded && in.ensure(length + 1)) {
            isEnded = in.int1(length++) == '\n';
            if (length > LONGEST_LINE) {
                throw new CaptureFormatException(in.offset(), "a line of more than " + LONGEST_LINE + " bytes");
            }
        }
        long offset = in.offset();
        String line = new String(in.buffer(), in.position(), length, StandardCharsets.UTF_8);
        in.advance(length);
        try {
            parser.line(line.stripTrailing());
        } catch (TranscriptFormatException e) {
            throw damage(offset, e);
        }
    }

    private void end(long offset) throws CaptureFormatException {
        try {
            parser.end();
        } catch (TranscriptFormatException e) {
            throw damage(offset, e);
        }
    }

    private static CaptureFormatException damage(long offset, TranscriptFormatException cause) {
        CaptureFormatException damage = new CaptureFormatException(offset, String.valueOf(cause.getMessage()));
        damage.initCause(cause);
        return damage;
    }

    private void chunk(Transcript.Chunk chunk) {
        ConnectionListener told = connection;
        if (told == null) {
            beganMicros = epochMicros();
            told = reassembly.open(TcpAddress.UNKNOWN, TcpAddress.UNKNOWN, beganMicros, true);
            connection = told;
            micros = beganMicros;
        }
        micros = Math.max(micros, beganMicros + chunk.atMicros().orElse(0));
        told.onBytes(chunk.direction(), chunk.bytes().asByteBuffer(), micros);
    }

    private long epochMicros() {
        String date = parser.headers().getOrDefault("date", "");
        try {
            return LocalDate.parse(date.substring(0, Math.min(date.length(), LENGTH_OF_DATE)))
                            .atStartOfDay()
                            .toEpochSecond(ZoneOffset.UTC)
                    * MICROS_PER_SECOND;
        } catch (DateTimeParseException notADate) {
            return 0;
        }
    }
}
