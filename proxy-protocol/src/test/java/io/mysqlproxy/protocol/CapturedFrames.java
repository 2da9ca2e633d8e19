package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A captured session taken apart: what passed before compression began, and its compressed frames with what they hold. */
final class CapturedFrames implements PacketListener {
    /** Bytes that passed before. */
    record Piece(Direction direction, Bytes bytes) {}

    /** As it was on the wire, and its content. */
    record Frame(Direction direction, int sequenceId, Bytes bytes, Bytes content) {}

    private static final int HEADER_LENGTH = 7;

    final List<Piece> logIn = new ArrayList<>();
    final List<Frame> frames = new ArrayList<>();

    private final PacketDecoder decoder = new PacketDecoder(1, this);
    private final Map<Direction, Bytes> unfinished = new EnumMap<>(Direction.class);
    private CompressionAlgorithm algorithm = CompressionAlgorithm.ZLIB;
    private boolean compressed;

    CapturedFrames(String session) {
        Transcript.resource(getClass(), "/fixtures/" + session)
                .replay((direction, bytes) -> take(direction, Bytes.copyOf(bytes)));
    }

    /** All whose frames can be taken apart: those that announce too little cannot. */
    static Stream<String> sessions() throws IOException {
        return GoldenTraceTest.sessions()
                .filter(name -> name.contains("_zlib") || name.contains("_zstd"))
                .filter(name -> !name.contains("short-length"));
    }

    private void take(Direction direction, Bytes bytes) {
        if (!compressed) {
            decoder.onBytes(direction, bytes.asByteBuffer(), 0);
            if (!compressed || direction == Direction.SERVER_TO_CLIENT) {
                logIn.add(new Piece(direction, bytes));
                return;
            }
            // A log-in without an OK: compression begins with the client's command.
        }
        ByteBuffer rest = CompressedFrames.join(unfinished.getOrDefault(direction, Bytes.EMPTY), bytes)
                .asByteBuffer();
        while (rest.remaining() >= HEADER_LENGTH
                && rest.remaining() >= HEADER_LENGTH + PacketFramer.lengthAt(rest, rest.position())) {
            takeFrame(direction, rest);
        }
        unfinished.put(direction, Bytes.copyOf(rest));
    }

    private void takeFrame(Direction direction, ByteBuffer bytes) {
        int at = bytes.position();
        int end = at + HEADER_LENGTH + PacketFramer.lengthAt(bytes, at);
        int contentLength = PacketFramer.lengthAt(bytes, at + 4);
        Bytes body = Bytes.copyOf(bytes.slice(at + HEADER_LENGTH, end - at - HEADER_LENGTH));
        frames.add(new Frame(
                direction,
                bytes.get(at + 3) & 0xff,
                Bytes.copyOf(bytes.slice(at, end - at)),
                contentLength == 0 ? body : decompressed(body, contentLength)));
        bytes.position(end);
    }

    private Bytes decompressed(Bytes body, int announced) {
        byte[] content = new byte[announced];
        int length = algorithm == CompressionAlgorithm.ZLIB
                ? inflate(body, content)
                : (int) com.github.luben.zstd.Zstd.decompress(content, body.toArray());
        return Bytes.of(content).slice(0, length);
    }

    private static int inflate(Bytes body, byte[] content) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(body.toArray());
            return inflater.inflate(content);
        } catch (DataFormatException e) {
            throw new IllegalStateException(e);
        } finally {
            inflater.end();
        }
    }

    @Override
    public void onPacket(PacketEvent event) {}

    @Override
    public void onCompressed(long sessionId, Compression compression) {
        algorithm = compression.algorithm();
        compressed = true;
    }
}
