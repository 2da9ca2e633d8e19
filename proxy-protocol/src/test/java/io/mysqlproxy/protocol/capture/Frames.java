package io.mysqlproxy.protocol.capture;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Builds frames by hand, layer by layer, with nothing of the code under test. */
final class Frames {
    static final int ETHERNET = 1;
    static final int RAW = 101;

    private Frames() {}

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    /** A TCP header of 20 bytes and the payload. */
    static byte[] tcp(int sourcePort, int targetPort, long sequence, long acknowledged, int flags, byte[] payload) {
        return join(
                ByteBuffer.allocate(20)
                        .putShort((short) sourcePort)
                        .putShort((short) targetPort)
                        .putInt((int) sequence)
                        .putInt((int) acknowledged)
                        .putShort((short) (0x5000 | flags))
                        .putShort((short) 1000)
                        .putInt(0xbad0)
                        .array(),
                payload);
    }

    static byte[] ipv4(int source, int target, byte[] payload) {
        return ipv4(source, target, "", 0, 0, payload);
    }

    /** With options in hexadecimal digits, and where the fragment begins with the flag for more. */
    static byte[] ipv4(int source, int target, String options, int id, int fragment, byte[] payload) {
        byte[] more = hex(options);
        int length = 20 + more.length;
        return join(
                ByteBuffer.allocate(20)
                        .put((byte) (0x40 | length / 4))
                        .put((byte) 0)
                        .putShort((short) (length + payload.length))
                        .putShort((short) id)
                        .putShort((short) fragment)
                        .put((byte) 64)
                        .put((byte) 6)
                        .putShort((short) 0xbad)
                        .putInt(source)
                        .putInt(target)
                        .array(),
                more,
                payload);
    }

    /** With extension headers in hexadecimal digits, the first of which has the given number. */
    static byte[] ipv6(String source, String target, int nextHeader, String extensions, byte[] payload) {
        byte[] more = hex(extensions);
        return join(
                ByteBuffer.allocate(8)
                        .putInt(0x60000000)
                        .putShort((short) (more.length + payload.length))
                        .put((byte) nextHeader)
                        .put((byte) 64)
                        .array(),
                hex(source),
                hex(target),
                more,
                payload);
    }

    /** Two made-up addresses, tags in hexadecimal digits, and the type of what follows. */
    static byte[] ethernet(String tagsAndType, byte[] payload) {
        return join(hex("020000000001 020000000002"), hex(tagsAndType), payload);
    }
}
