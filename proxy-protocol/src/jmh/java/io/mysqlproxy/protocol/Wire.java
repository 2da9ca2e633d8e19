package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.ByteBuffer;

/** Bytes as MySQL 9.7 and its clients exchange them, for benchmarks: a log-in, a point select as sysbench sends it, an execution, a large result. */
final class Wire {
    /** PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH, MULTI_RESULTS, PS_MULTI_RESULTS, DEPRECATE_EOF. */
    static final long CAPABILITIES = 0x010e_a201;

    static final Bytes GREETING = Bytes.hex("0a 39 2e 37 2e 34 00 08 00 00 00 01 02 03 04 05 06 07 08 00"
            + "ff ff ff 02 00 ff df 15 00 00 00 00 00 00 00 00 00 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 00"
            + "63 61 63 68 69 6e 67 5f 73 68 61 32 5f 70 61 73 73 77 6f 72 64 00");

    static final Bytes OK = Bytes.hex("00 00 00 02 00 00 00");
    static final Bytes END = Bytes.hex("fe 00 00 02 00 00 00");
    static final Bytes QUERY = Bytes.utf8("\u0003SELECT c FROM sbtest1 WHERE id=25123");
    static final Bytes DEFINITION =
            Bytes.hex("03 64 65 66 02 73 62 07 73 62 74 65 73 74 31 07 73 62 74 65 73 74 31 01 63 01 63 0c ff 00 e0 01 00 00"
                    + "fe 01 00 00 00 00");
    static final Bytes ROW = Bytes.utf8("\u0077" + "08566691963-88624912351-".repeat(5).substring(0, 119));
    static final Bytes ERR = Bytes.hex("ff 7a 04 23 34 32 53 30 32 54 61 62 6c 65 20 27 73 62 2e 6e 6f 70 65 27");

    /** Three numbers, a point in time and a text. */
    static final Bytes BINARY_ROW =
            Bytes.hex("00 00 01 00 00 00 02 00 00 00 00 00 00 00 03 07 ea 07 0b 16 14 0f 00 05 68 65 6c 6c 6f");

    /** Statement 7 with a number and a text, types and all. */
    static final Bytes EXECUTE =
            Bytes.hex("17 07 00 00 00 00 01 00 00 00 00 01 08 00 fd 00 2a 00 00 00 00 00 00 00 05 68 65 6c 6c 6f");

    private Wire() {}

    static Bytes logIn() {
        return new WireWriter()
                .int4(CAPABILITIES & ~0x8L)
                .int4(1 << 24)
                .int1(0xff)
                .bytes(Bytes.of(new byte[23]))
                .stringNul(Bytes.utf8("app"))
                .int1(0)
                .stringNul(Bytes.utf8("caching_sha2_password"))
                .toBytes();
    }

    /** Packets one behind the other, with the ids of a reply. */
    static ByteBuffer frames(int firstId, Bytes... payloads) {
        WireWriter frames = new WireWriter();
        for (int i = 0; i < payloads.length; i++) {
            frames.int3(payloads[i].length()).int1((firstId + i) & 0xff).bytes(payloads[i]);
        }
        byte[] bytes = frames.toBytes().toArray();
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
