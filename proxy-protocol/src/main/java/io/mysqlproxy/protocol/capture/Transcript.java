package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.core.Tap;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The bytes of one connection, both directions, in the order in which they passed. A test loads one in a line and shows it to whatever is a {@link Tap}:
 *
 * <pre>{@code
 * Transcript.resource(getClass(), "/fixtures/login.txt").replayByteByByte(tap);
 * }</pre>
 *
 * <p>A transcript holds what was sent, passwords included: record with accounts made for it. The package documentation has the grammar of the text.
 *
 * @param headers what is known about the recording, in their order; usually {@code server}, {@code client}, {@code date}, {@code description}
 * @param chunks what was seen at once, in causal order between the directions
 */
public record Transcript(Map<String, String> headers, List<Chunk> chunks) {
    /** How many bytes a text may stand for, so that {@code 00*9999999999} is an error and not an exhausted heap. */
    public static final int MAXIMUM_BYTES = 128 << 20;

    /**
     * Bytes of one direction that were seen at once.
     *
     * @param bytes one or more
     * @param atMicros when, in microseconds since the recording began, if known
     */
    public record Chunk(Direction direction, Bytes bytes, OptionalLong atMicros) {
        public Chunk {
            if (bytes.isEmpty()) {
                throw new IllegalArgumentException("a chunk needs at least one byte");
            }
            if (atMicros.isPresent() && atMicros.getAsLong() < 0) {
                throw new IllegalArgumentException(
                        "a chunk cannot be seen " + atMicros.getAsLong() + " µs after the start");
            }
        }

        public Chunk(Direction direction, Bytes bytes) {
            this(direction, bytes, OptionalLong.empty());
        }

        /** Arrow and length; never the bytes, which may be a password. */
        @Override
        public String toString() {
            return direction.arrow() + " " + bytes.length() + " bytes";
        }
    }

    /**
     * Takes only what a text can express.
     *
     * @throws IllegalArgumentException for a header key that is none, a header value that is not one line of text without white space around it, or
     *     times that go back
     */
    public Transcript {
        headers.forEach(TranscriptHeader::check);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        chunks = List.copyOf(chunks);
        checkTimes(chunks);
    }

    /**
     * Reads the text form.
     *
     * @throws TranscriptFormatException naming the line, when the text does not follow the grammar
     */
    public static Transcript parse(String text) {
        return TranscriptParser.parse(text);
    }

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException when the file cannot be read
     * @throws TranscriptFormatException when it is not a transcript
     */
    public static Transcript load(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a class path resource.
     *
     * @param name as for {@link Class#getResource}: relative to the class's package, or absolute with a leading {@code /}
     * @throws IllegalArgumentException when there is no such resource
     * @throws TranscriptFormatException when it is not a transcript
     */
    public static Transcript resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name + " for " + beside.getName());
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a header. */
    public Optional<String> header(String key) {
        return Optional.ofNullable(headers.get(key));
    }

    /** This transcript with one header more, or with another value for it. */
    public Transcript withHeader(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(key, value);
        return new Transcript(more, chunks);
    }

    /** Everything that was sent in the direction. */
    public Bytes bytes(Direction direction) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Chunk chunk : chunks) {
            if (chunk.direction() == direction) {
                all.writeBytes(chunk.bytes().toArray());
            }
        }
        return Bytes.of(all.toByteArray());
    }

    /**
     * Shows the chunks as they were recorded. As in a live session, what the tap is lent is gone when it returns: the buffer is overwritten, so that a
     * decoder which keeps it fails its test. Only {@link Tap#onBytes} is called; what a tap throws goes to the caller.
     */
    public void replay(Tap tap) {
        new Replay(chunks, tap).whole();
    }

    /** As {@link #replay}, but one byte at a time. */
    public void replayByteByByte(Tap tap) {
        new Replay(chunks, tap).byteByByte();
    }

    /**
     * As {@link #replay}, but cut anew at random: chunks are split, and neighbours of the same direction may be joined. No byte passes one of the other
     * direction, so an answer never comes before its question.
     *
     * @param seed the same seed gives the same slices
     */
    public void replaySliced(long seed, Tap tap) {
        new Replay(chunks, tap).sliced(seed);
    }

    /** The text form, which {@link #parse} reads back to an equal transcript: 16 bytes to a line, long runs shortened, readable bytes in a column. */
    public String toText() {
        return TranscriptWriter.write(this);
    }

    private static void checkTimes(List<Chunk> chunks) {
        long last = 0;
        for (Chunk chunk : chunks) {
            long at = chunk.atMicros().orElse(last);
            if (at < last) {
                throw new IllegalArgumentException("the time goes back from @" + last + " to @" + at);
            }
            last = at;
        }
    }

    /** Headers and sizes; never the bytes, which may be a password. */
    @Override
    public String toString() {
        return "Transcript" + headers + " " + chunks;
    }
}
