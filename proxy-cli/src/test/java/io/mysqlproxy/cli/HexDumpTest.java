package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HexDumpTest {
    private static final ByteBuffer ALPHABET =
            Bytes.utf8("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz").asByteBuffer();

    @Test
    void showsOffsetsBytesAndText() {
        assertThat(HexDump.lines(ALPHABET.slice(0, 19), i -> false, "  ")).isEqualTo("""
                          0000  61 62 63 64 65 66 67 68  69 6a 6b 6c 6d 6e 6f 70  abcdefghijklmnop
                          0010  71 72 73                                          qrs
                        """);
    }

    @Test
    void leavesOutHiddenBytes() {
        assertThat(HexDump.lines(ALPHABET.slice(0, 10), i -> i >= 2 && i < 9, ""))
                .isEqualTo("0000  61 62 ** ** ** ** ** **  ** 6a                    ab.......j\n");
    }

    @Test
    void countsLongRunsOfHiddenBytes() {
        assertThat(HexDump.lines(ALPHABET, i -> i >= 4 && i < 50, "")).isEqualTo("""
                        0000  61 62 63 64 ** ** ** **  ** ** ** ** ** ** ** **  abcd............
                        0010  (32 bytes hidden)
                        0030  ** ** 79 7a                                       ..yz
                        """);
        assertThat(HexDump.lines(ALPHABET, i -> true, "")).isEqualTo("0000  (52 bytes hidden)\n");
    }

    @Test
    void showsNothingOfAnEmptyPacket() {
        assertThat(HexDump.lines(ByteBuffer.allocate(0), i -> true, "")).isEmpty();
    }
}
