package io.mysqlproxy.protocol.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.CompressedFrames;
import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.Talk;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import io.mysqlproxy.protocol.wire.PacketFramer;
import org.junit.jupiter.api.Test;

/** All of it is as true of a compressed connection. */
class CompressedCommandPhaseTest extends CommandPhaseTest {
    private static final long COMPRESS = 0x20;

    @Override
    Talk loggedIn(long capabilities) {
        return super.loggedIn(capabilities | COMPRESS).inFrames(CompressionAlgorithm.ZLIB);
    }

    @Override
    Talk loggedInToMariaDb(long capabilities) {
        return super.loggedInToMariaDb(capabilities | COMPRESS).inFrames(CompressionAlgorithm.ZLIB);
    }

    /** It does not fit into one compressed frame. */
    @Override
    @Test
    @Rule({"FRM-3", "CMP-12"})
    void takesARowOfMoreThanSixteenMegabytesForARow() {
        byte[] full = new byte[PacketFramer.MAX_FRAME_LENGTH];
        full[0] = (byte) 0xfe;
        Bytes row = CompressedFrames.join(CompressedFrames.packet(3, Bytes.of(full)), CompressedFrames.packet(4, "aa"));
        Talk talk = loggedIn(Talk.BASE | Talk.DEPRECATE_EOF)
                .command(0x03, "select repeat('a', 16777216)")
                .server(1, "01")
                .server(2, "03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00")
                .forget()
                .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.zlib(3, row.slice(0, full.length)))
                .bytes(Direction.SERVER_TO_CLIENT, CompressedFrames.zlib(4, row.slice(full.length, row.length())))
                .server(5, "fe 00 00 02 00 00 00");

        assertThat(talk.told()).containsExactly("<< 3 TextResultsetRow [SHORTENED]", "<< 5 Ok");
    }
}
