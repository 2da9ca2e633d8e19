package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.StringJoiner;

/** IP addresses as text. */
final class ProxyAddress {
    private ProxyAddress() {}

    static String ipv4(Bytes address) {
        StringJoiner text = new StringJoiner(".");
        for (int i = 0; i < address.length(); i++) {
            text.add(Integer.toString(address.byteAt(i)));
        }
        return text.toString();
    }

    /** All eight groups; nothing is left out. */
    static String ipv6(Bytes address) {
        StringJoiner text = new StringJoiner(":");
        for (int i = 0; i < address.length(); i += 2) {
            text.add(Integer.toHexString((address.byteAt(i) << 8) | address.byteAt(i + 1)));
        }
        return text.toString();
    }
}
