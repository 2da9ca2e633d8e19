package io.mysqlproxy.protocol.capture;

/** Finds the TCP segment in a frame: link, IP with its options and extension headers, TCP. Checksums are not looked at: offload leaves them wrong. */
final class FrameParser implements FrameConsumer {
    private static final int TCP = 6;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int MOBILITY = 135;
    private static final int HOST_IDENTITY = 139;
    private static final int SHIM6 = 140;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final Segment segment = new Segment();
    private final Fragments fragments = new Fragments();
    private final Counters counters;
    private final Reassembly reassembly;

    private byte[] bytes = segment.bytes;
    /** Where the packet's captured bytes end. */
    private int end;
    /** Where its bytes ended on the wire. */
    private long wireEnd;

    FrameParser(Counters counters, Reassembly reassembly) {
        this.counters = counters;
        this.reassembly = reassembly;
    }

    @Override
    public void frame(int linkType, long epochMicros, byte[] frame, int at, int frameEnd, long originalLength) {
        counters.packets++;
        bytes = frame;
        end = frameEnd;
        wireEnd = at + originalLength;
        segment.bytes = frame;
        segment.micros = epochMicros;
        int network = LinkLayer.network(linkType, frame, at, frameEnd);
        if (network == LinkLayer.NONE) {
            counters.notTcp++;
        } else if (network == frameEnd) {
            counters.damaged++;
        } else {
            switch (int1(network) >> 4) {
                case 4 -> ipv4(network);
                case 6 -> ipv6(network);
                default -> counters.notTcp++;
            }
        }
    }

    @Override
    public void damaged() {
        counters.packets++;
        counters.damaged++;
    }

    private void ipv4(int at) {
        if (end - at < IPV4_HEADER) {
            counters.damaged++;
            return;
        }
        int header = (int1(at) & 0x0f) * 4;
        int total = int2(at + 2);
        if (header < IPV4_HEADER || (total != 0 && total < header)) {
            counters.damaged++;
            return;
        }
        endAt(at, total);
        if (int1(at + 9) != TCP) {
            counters.notTcp++;
            return;
        }
        segment.sourceHigh = 0;
        segment.sourceLow = TcpAddress.mapped(int4(at + 12));
        segment.targetHigh = 0;
        segment.targetLow = TcpAddress.mapped(int4(at + 16));
        int position = int2(at + 6);
        transport(at + header, int2(at + 4), (position & FRAGMENT_OFFSET) * 8, (position & MORE_FRAGMENTS) != 0);
    }

    private void ipv6(int at) {
        if (end - at < IPV6_HEADER) {
            counters.damaged++;
            return;
        }
        int payload = int2(at + 4);
        endAt(at, payload == 0 ? 0 : IPV6_HEADER + payload);
        segment.sourceHigh = int8(at + 8);
        segment.sourceLow = int8(at + 16);
        segment.targetHigh = int8(at + 24);
        segment.targetLow = int8(at + 32);
        int fragmentId = 0;
        int fragmentOffset = 0;
        boolean hasMore = false;
        int next = int1(at + 6);
        int position = at + IPV6_HEADER;
        while (isExtension(next)) {
            if (end - position < 8) {
                counters.damaged++;
                return;
            }
            if (next == FRAGMENT) {
                fragmentOffset = int2(position + 2) & ~7;
                hasMore = (int1(position + 3) & 1) != 0;
                fragmentId = int4(position + 4);
            }
            int header = next;
            next = int1(position);
            position += extensionLength(header, int1(position + 1));
            if (fragmentOffset > 0) {
                break; // what follows is the middle of something
            }
        }
        if (next == TCP) {
            transport(position, fragmentId, fragmentOffset, hasMore);
        } else {
            counters.notTcp++;
        }
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION, MOBILITY, HOST_IDENTITY, SHIM6 -> true;
            default -> false;
        };
    }

    private static int extensionLength(int header, int announced) {
        return switch (header) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (announced + 2) * 4;
            default -> (announced + 1) * 8;
        };
    }

    /** A length of 0 stands for one that does not fit its field, as segmentation offload leaves it: the frame's own length tells. */
    private void endAt(int at, int length) {
        if (length != 0) {
            wireEnd = (long) at + length;
            end = (int) Math.min(end, wireEnd);
        }
    }

    private void transport(int at, int fragmentId, int fragmentOffset, boolean hasMore) {
        if (fragmentOffset > 0) {
            laterFragment(at, fragmentId, fragmentOffset, hasMore);
            return;
        }
        if (end - at < TCP_HEADER) {
            counters.damaged++;
            return;
        }
        int header = (int1(at + 12) >> 4) * 4;
        if (header < TCP_HEADER || at + header > wireEnd) {
            counters.damaged++;
            return;
        }
        segment.sourcePort = int2(at);
        segment.targetPort = int2(at + 2);
        segment.sequence = int4(at + 4);
        segment.acknowledged = int4(at + 8);
        segment.flags = int1(at + 13);
        if (hasMore) {
            fragments.begin(segment, fragmentId, header);
            segment.flags &= ~Segment.FIN;
        }
        hand(at + header);
    }

    private void laterFragment(int at, int fragmentId, int fragmentOffset, boolean hasMore) {
        if (at <= end && fragments.next(segment, fragmentId, fragmentOffset, hasMore)) {
            hand(at);
        } else {
            counters.damaged++;
        }
    }

    private void hand(int payloadAt) {
        segment.payloadAt = payloadAt;
        segment.length = (int) Math.min(wireEnd - payloadAt, PcapFile.LARGEST_PACKET);
        segment.captured = Math.max(0, Math.min(end - payloadAt, segment.length));
        if (segment.captured < segment.length) {
            counters.truncated++;
        }
        reassembly.segment(segment);
    }

    private int int1(int at) {
        return bytes[at] & 0xff;
    }

    private int int2(int at) {
        return int1(at) << 8 | int1(at + 1);
    }

    private int int4(int at) {
        return int2(at) << 16 | int2(at + 2);
    }

    private long int8(int at) {
        return (long) int4(at) << 32 | Integer.toUnsignedLong(int4(at + 4));
    }
}
