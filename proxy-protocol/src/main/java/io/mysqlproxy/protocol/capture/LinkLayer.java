package io.mysqlproxy.protocol.capture;

/**
 * Finds the IP packet in a frame of a link.
 *
 * @see <a href="https://www.tcpdump.org/linktypes.html">Link-layer header types</a>
 */
final class LinkLayer {
    /** No IP packet there, or none that can be found. */
    static final int NONE = -1;

    private static final int NULL = 0;
    private static final int ETHERNET = 1;
    private static final int RAW_OPENBSD = 14;
    private static final int RAW_BSD = 12;
    private static final int RAW = 101;
    private static final int LOOP = 108;
    private static final int LINUX_COOKED = 113;
    private static final int IPV4 = 228;
    private static final int IPV6 = 229;
    private static final int LINUX_COOKED_2 = 276;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_VLAN = 0x8100;
    private static final int TYPE_PROVIDER_VLAN = 0x88a8;
    private static final int TYPE_OLD_PROVIDER_VLAN = 0x9100;
    private static final int VLAN_TAG = 4;

    private LinkLayer() {}

    /** Where the IP packet begins, or {@link #NONE}. */
    static int network(int linkType, byte[] bytes, int at, int end) {
        return switch (linkType) {
            case ETHERNET -> behindType(bytes, at + 12, at + 14, end);
            case LINUX_COOKED -> behindType(bytes, at + 14, at + 16, end);
            case LINUX_COOKED_2 -> behindType(bytes, at, at + 20, end);
            case NULL, LOOP -> behindFamily(bytes, at, end);
            case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> at;
            default -> NONE;
        };
    }

    /** Passes any number of VLAN tags, each of which says what follows it. */
    private static int behindType(byte[] bytes, int typeAt, int payloadAt, int end) {
        int type = typeAt;
        int payload = payloadAt;
        while (payload <= end) {
            switch (int2(bytes, type)) {
                case TYPE_IPV4, TYPE_IPV6 -> {
                    return payload;
                }
                case TYPE_VLAN, TYPE_PROVIDER_VLAN, TYPE_OLD_PROVIDER_VLAN -> {
                    type = payload + 2;
                    payload += VLAN_TAG;
                }
                default -> {
                    return NONE;
                }
            }
        }
        return NONE;
    }

    /** The address family is in the byte order of the machine that captured, and its number for IPv6 differs from system to system. */
    private static int behindFamily(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            return NONE;
        }
        int high = int2(bytes, at);
        int low = int2(bytes, at + 2);
        int family = high == 0 ? low : low == 0 ? Short.toUnsignedInt(Short.reverseBytes((short) high)) : 0;
        return switch (family) {
            case 2, 10, 24, 28, 30 -> at + 4;
            default -> NONE;
        };
    }

    private static int int2(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
