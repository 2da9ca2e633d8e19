package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.util.List;

/** A {@link Talk} behind a log-in that has agreed on compression: what is said goes through compressed frames. */
final class CompressedTalk {
    static final long COMPRESS = 0x20;
    static final long ZSTD = 0x0400_0000;
    static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");

    private final Talk talk;
    private final CompressionAlgorithm algorithm;

    private CompressedTalk(Talk talk, CompressionAlgorithm algorithm) {
        this.talk = talk;
        this.algorithm = algorithm;
    }

    static CompressedTalk zlib() {
        return new CompressedTalk(Talk.loggedIn(Talk.BASE | Talk.DEPRECATE_EOF | COMPRESS), CompressionAlgorithm.ZLIB);
    }

    static CompressedTalk zstd() {
        return new CompressedTalk(Talk.loggedIn(zstdCapabilities()), CompressionAlgorithm.ZSTD);
    }

    static long zstdCapabilities() {
        return Talk.BASE | Talk.DEPRECATE_EOF | ZSTD;
    }

    /** A compressed frame with these packets. */
    CompressedTalk client(int frameId, Bytes... packets) {
        return frame(Direction.CLIENT_TO_SERVER, frameId, packets);
    }

    CompressedTalk server(int frameId, Bytes... packets) {
        return frame(Direction.SERVER_TO_CLIENT, frameId, packets);
    }

    /** The frame of a command of one packet. */
    CompressedTalk command(int code, String text) {
        return client(0, query(code, text));
    }

    static Bytes query(int code, String text) {
        return CompressedFrames.packet(0, (char) code + text);
    }

    static Bytes ok() {
        return CompressedFrames.packet(1, OK);
    }

    Talk talk() {
        return talk;
    }

    List<String> told() {
        return talk.told();
    }

    List<String> exchanges() {
        return talk.exchanges();
    }

    private CompressedTalk frame(Direction direction, int frameId, Bytes... packets) {
        talk.bytes(direction, CompressedFrames.compressed(algorithm, frameId, CompressedFrames.join(packets)));
        return this;
    }
}
