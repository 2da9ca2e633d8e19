package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;

/** Packets that no captured session has, built by hand from the servers' sources. */
final class HandMade {
    private HandMade() {}

    static List<Bytes> packets() {
        return List.of(
                Bytes.hex("09 33 2e 32 30 2e 31 00 01 00 00 00 61 62 63 64 65 66 67 68 00"),
                Bytes.hex("0a 33 2e 32 31 2e 33 33 00 01 00 00 00 61 62 63 64 65 66 67 68 00"),
                Bytes.hex("ff ff ff 01 01 02 9c 02 00 11 63 6f 70 79 20 74 6f 20 74 6d 70 20 74 61 62 6c 65"),
                Bytes.hex("02 63 00 78 79 7a"),
                Bytes.hex("00 fc 05 00 fe 01 00 00 00 00 00 00 00 02 40 00 00 00 06 07 03 01 02 03 04 05"),
                Bytes.hex("00 00 00 02 40 00 00 00 12 03 06 00 04 75 75 69 64 05 09 08 54 5f 5f 5f 57 5f 5f 5f"),
                Bytes.utf8("PROXY TCP4 192.0.2.1 192.0.2.2 56324 3306\r\n"),
                Bytes.hex("0d0a0d0a000d0a515549540a 21 11 00 10 c0000201 c0000202 dc04 0cea 04 0001 00"),
                Bytes.hex("01 20" + "61".repeat(32) + "05 6d 79 73 71 6c"),
                Bytes.hex("02 01 02 61 62 03 63 64 65 02 7b 7d"),
                Bytes.hex("15 01000000 02 6872 02 7275 02 7270 ea0c 00000000 02000000"),
                Bytes.hex("03 02 01 01 01 fe00 01 6b 0880 01 6e 02 00 00 00 00 00 00 00 53 45 4c 45 43 54 20 31"),
                Bytes.hex("03646566 00 00 00 016a 00 06 01 04 6a736f6e 0c 2d00 ffffffff fc 1000 00 0000 02 3432"),
                Bytes.hex(
                        "03646566 0473686f70 0161 066f7264 6572 73 016e 06616d6f756e74 0c 2d00 90010000 fd 0150 1f 0000"),
                Bytes.hex("0174 016e 03 0b0000 01 03 02 81 00 0137"),
                Bytes.hex("00 01000000 0200 0200 00 0000 01"),
                Bytes.hex("12 04000000 0100 02000000 62696e2e303031"),
                Bytes.hex("13 0473686f70 0174"),
                Bytes.hex("1e 0400 02000000 00000000 0400000000000000 34000000 0101000000000001" + "3e".repeat(16)
                        + "06 616263 0100000000000000 0100000000000000 0600000000000000"),
                Bytes.hex("17 01000000 08 01000000 02 00 01 0380 0161 fe00 00 2a000000 0162"),
                Bytes.hex("17 01000000 00 01000000 00 00 07ea070b160c2238 03616263"),
                Bytes.hex("fa 01000000 8000 0300 fe00 00 01000000 00 03616263 01 02"),
                Bytes.hex("00 00 05 fb 0103 0761626364656667"),
                new WireWriter()
                        .stringNul(Bytes.utf8("mysql/host@REALM"))
                        .stringNul(Bytes.utf8("Kerberos"))
                        .toBytes());
    }
}
