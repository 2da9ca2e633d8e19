package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The bytes of an SQL text that are found to be secret. */
final class HiddenRanges {
    /** Beyond this the rest of the text is hidden as one. */
    private static final int MOST = 10_000;

    private final List<ByteRange> ranges = new ArrayList<>();

    void add(int start, int end) {
        if (start < end) {
            ranges.add(new ByteRange(start, end));
        }
    }

    boolean isFull() {
        return ranges.size() >= MOST;
    }

    /**
     * The ranges in order.
     *
     * @param doubtful from where on the text is not to be trusted, so that all of it is hidden; its end if it can be trusted
     * @param length of the text
     */
    List<ByteRange> before(int doubtful, int length) {
        int cut = doubtful;
        List<ByteRange> before = new ArrayList<>();
        // Comments are met one token ahead, and a string may turn out to be secret by what follows it.
        ranges.sort(Comparator.comparingInt(ByteRange::start));
        for (ByteRange range : ranges) {
            if (range.end() < cut) {
                before.add(range);
            } else {
                cut = Math.min(cut, range.start());
            }
        }
        if (cut < length) {
            before.add(new ByteRange(cut, length));
        }
        return List.copyOf(before);
    }
}
