package io.mysqlproxy.protocol.wire;

import static io.mysqlproxy.protocol.CompressedFrames.body;
import static io.mysqlproxy.protocol.CompressedFrames.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtfulBodyTest {
    private static final Bytes COMPRESSED = body(CompressionAlgorithm.ZLIB, packet(0, "\u0003select 1"));

    private final List<String> decompressors = new ArrayList<>();
    private final DoubtfulBody doubtful = new DoubtfulBody(this::open);

    @Test
    @Rule("CMP-13")
    void hasADecompressorOnlyWhileThereIsDoubt() {
        doubtful.begin(CompressionAlgorithm.ZLIB, COMPRESSED.length());
        assertThat(doubtful.take(COMPRESSED.slice(0, 3).asByteBuffer())).isEqualTo(DoubtfulBody.Form.OPEN);
        assertThat(decompressors).isEmpty();

        assertThat(doubtful.take(COMPRESSED.slice(3, 9).asByteBuffer())).isEqualTo(DoubtfulBody.Form.OPEN);
        assertThat(decompressors).containsExactly("opened");

        assertThat(doubtful.take(COMPRESSED.slice(9, COMPRESSED.length()).asByteBuffer()))
                .isEqualTo(DoubtfulBody.Form.COMPRESSED);
        assertThat(decompressors).containsExactly("opened", "closed");
    }

    @Test
    @Rule("CMP-13")
    void letsGoOfItWhenTheRestOfTheBodyIsNotWanted() {
        doubtful.begin(CompressionAlgorithm.ZLIB, COMPRESSED.length());
        assertThat(doubtful.take(COMPRESSED.slice(0, 9).asByteBuffer())).isEqualTo(DoubtfulBody.Form.OPEN);

        doubtful.end();

        assertThat(decompressors).containsExactly("opened", "closed");
    }

    @Test
    @Rule({"CMP-13", "SEC-R4"})
    void erasesWhatItKept() {
        doubtful.begin(CompressionAlgorithm.ZLIB, COMPRESSED.length());
        assertThat(doubtful.take(COMPRESSED.asByteBuffer())).isEqualTo(DoubtfulBody.Form.COMPRESSED);
        ByteBuffer kept = doubtful.kept().duplicate();
        assertThat(kept).isEqualTo(COMPRESSED.asByteBuffer());

        doubtful.end();

        assertThat(kept).isEqualTo(ByteBuffer.allocate(COMPRESSED.length()));
        assertThat(doubtful.kept().hasRemaining()).isFalse();
    }

    private Decompressor open() {
        decompressors.add("opened");
        return new WatchedDecompressor(Decompressor.zlib(), () -> decompressors.add("closed"));
    }
}
