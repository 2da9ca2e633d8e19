package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.capture.CaptureCounts;
import java.util.ArrayList;
import java.util.List;

/** What of a capture is not in its trace, in words. */
final class CaptureText {
    private CaptureText() {}

    /** One line, empty when everything was decoded. */
    static String of(CaptureCounts counts) {
        List<String> words = new ArrayList<>();
        add(words, counts.otherPorts(), "on other ports (--port says which to read)");
        add(words, counts.notTcp(), "not TCP");
        add(words, counts.damaged(), "damaged");
        add(words, counts.truncated(), "cut by the snapshot length (capture with tcpdump -s 0)");
        if (counts.gaps() > 0) {
            words.add(Quantity.count(counts.gaps(), "gap") + ", " + Quantity.bytes(counts.missingBytes()) + " missing");
        }
        if (counts.dropped() > 0) {
            words.add(Quantity.count(counts.dropped(), "connection") + " let go, for too many were open");
        }
        return words.isEmpty()
                ? ""
                : "of " + Quantity.count(counts.packets(), "captured packet") + ": " + String.join(" · ", words);
    }

    private static void add(List<String> words, long count, String what) {
        if (count > 0) {
            words.add(Quantity.count(count) + " " + what);
        }
    }
}
