package io.mysqlproxy.protocol;

import com.github.luben.zstd.Zstd;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Frames of the compressed protocol, as an honest peer makes them and as none does. */
public final class CompressedFrames {
    private CompressedFrames() {}

    /** A frame that says these lengths, whatever its body is. */
    public static Bytes frame(int bodyLength, int sequenceId, int contentLength, Bytes body) {
        return new WireWriter()
                .int3(bodyLength)
                .int1(sequenceId)
                .int3(contentLength)
                .bytes(body)
                .toBytes();
    }

    public static Bytes stored(int sequenceId, Bytes content) {
        return frame(content.length(), sequenceId, 0, content);
    }

    public static Bytes zlib(int sequenceId, Bytes content) {
        return compressed(CompressionAlgorithm.ZLIB, sequenceId, content);
    }

    public static Bytes compressed(CompressionAlgorithm algorithm, int sequenceId, Bytes content) {
        Bytes body = body(algorithm, content);
        return frame(body.length(), sequenceId, content.length(), body);
    }

    public static Bytes body(CompressionAlgorithm algorithm, Bytes content) {
        return switch (algorithm) {
            case ZLIB -> deflated(content);
            case ZSTD -> Bytes.of(Zstd.compress(content.toArray()));
        };
    }

    /** A packet of one frame. */
    public static Bytes packet(int sequenceId, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(sequenceId)
                .bytes(payload)
                .toBytes();
    }

    public static Bytes packet(int sequenceId, String text) {
        return packet(sequenceId, Bytes.utf8(text));
    }

    public static Bytes join(Bytes... parts) {
        WireWriter all = new WireWriter();
        for (Bytes part : parts) {
            all.bytes(part);
        }
        return all.toBytes();
    }

    private static Bytes deflated(Bytes content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content.toArray());
        deflater.finish();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[64 * 1024];
        while (!deflater.finished()) {
            body.write(piece, 0, deflater.deflate(piece));
        }
        deflater.end();
        return Bytes.of(body.toByteArray());
    }
}
