package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a transcript, line by line; the package documentation has the grammar. */
final class TranscriptParser {
    private static final Pattern BYTES = Pattern.compile("([0-9a-fA-F]+)(?:\\*([0-9]{1,9}))?");
    private static final Pattern TIME = Pattern.compile("@([0-9]{1,18})");

    private final Consumer<Transcript.Chunk> chunks;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Direction direction;
    private OptionalLong atMicros = OptionalLong.empty();
    private long lastMicros;
    private long total;
    private int line;
    private int chunkLine;

    /** @param chunks is given each chunk when the next one, or the end, shows that it is complete */
    TranscriptParser(Consumer<Transcript.Chunk> chunks) {
        this.chunks = chunks;
    }

    static Transcript parse(String text) {
        List<Transcript.Chunk> chunks = new ArrayList<>();
        TranscriptParser parser = new TranscriptParser(chunks::add);
        text.lines().forEach(parser::line);
        parser.end();
        return new Transcript(parser.headers, chunks);
    }

    /** The headers so far; all of them, once there is a chunk. */
    Map<String, String> headers() {
        return headers;
    }

    /** The next line, without its end. */
    void line(String content) {
        line++;
        String data = withoutComment(content);
        if (data.isBlank()) {
            return;
        }
        if (data.startsWith(">>")) {
            beginChunk(Direction.CLIENT_TO_SERVER, data);
        } else if (data.startsWith("<<")) {
            beginChunk(Direction.SERVER_TO_CLIENT, data);
        } else if (data.charAt(0) == ' ' || data.charAt(0) == '\t') {
            if (direction == null) {
                throw problem("bytes before the first >> or <<");
            }
            bytes(tokens(data));
        } else if (direction == null) {
            header(content);
        } else {
            throw problem("expected >>, << or indented bytes, found \"" + start(data) + "\"");
        }
    }

    /** A header's value may have a # in it, so this is given the whole line. */
    private void header(String content) {
        int colon = content.indexOf(':');
        String key = colon < 0 ? "" : content.substring(0, colon);
        if (!TranscriptHeader.KEY.matcher(key).matches()) {
            throw problem("expected a header (key: value), >> or <<, found \"" + start(content) + "\"");
        }
        String value = content.substring(colon + 1).strip();
        if (value.isEmpty()) {
            throw problem("header " + key + " has no value");
        }
        if (headers.putIfAbsent(key, value) != null) {
            throw problem("header " + key + " a second time");
        }
    }

    private void beginChunk(Direction next, String data) {
        endChunk();
        direction = next;
        chunkLine = line;
        String rest = data.substring(2).strip();
        StringTokenizer tokens = tokens(rest);
        if (rest.startsWith("@")) {
            time(tokens.nextToken());
        }
        bytes(tokens);
    }

    /** No line follows. */
    void end() {
        endChunk();
    }

    private void endChunk() {
        if (direction == null) {
            return;
        }
        if (bytes.size() == 0) {
            throw new TranscriptFormatException(chunkLine, direction.arrow() + " without bytes");
        }
        chunks.accept(new Transcript.Chunk(direction, Bytes.of(bytes.toByteArray()), atMicros));
        bytes.reset();
        atMicros = OptionalLong.empty();
    }

    private void time(String token) {
        Matcher matcher = TIME.matcher(token);
        if (!matcher.matches()) {
            throw problem("expected microseconds, as in @1250, found \"" + start(token) + "\"");
        }
        long micros = Long.parseLong(matcher.group(1));
        if (micros < lastMicros) {
            throw problem("the time goes back from @" + lastMicros + " to @" + micros);
        }
        lastMicros = micros;
        atMicros = OptionalLong.of(micros);
    }

    private void bytes(StringTokenizer tokens) {
        while (tokens.hasMoreTokens()) {
            bytes(tokens.nextToken());
        }
    }

    private void bytes(String token) {
        Matcher matcher = BYTES.matcher(token);
        if (!matcher.matches()) {
            throw problem("expected hexadecimal digits, found \"" + start(token) + "\"");
        }
        if (matcher.group(1).length() % 2 != 0) {
            throw problem("an odd number of hexadecimal digits: \"" + start(token) + "\"");
        }
        byte[] once = HexFormat.of().parseHex(matcher.group(1));
        int count = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        total += (long) once.length * count;
        if (total > Transcript.MAXIMUM_BYTES) {
            throw problem("more than " + Transcript.MAXIMUM_BYTES + " bytes");
        }
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(once);
        }
    }

    private static String withoutComment(String content) {
        int comment = content.indexOf('#');
        return comment < 0 ? content : content.substring(0, comment);
    }

    private static StringTokenizer tokens(String data) {
        return new StringTokenizer(data, " \t");
    }

    private static String start(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }

    private TranscriptFormatException problem(String what) {
        return new TranscriptFormatException(line, what);
    }
}
