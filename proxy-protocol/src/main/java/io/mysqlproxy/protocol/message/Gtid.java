package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;

/** How global transaction ids are written. */
final class Gtid {
    private Gtid() {}

    /** The 16 bytes as servers write a UUID: in five groups. */
    static String uuid(Bytes uuid) {
        String digits = uuid.toHex();
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }
}
