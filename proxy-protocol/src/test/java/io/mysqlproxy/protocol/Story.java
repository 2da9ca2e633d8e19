package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.Anomaly;
import io.mysqlproxy.protocol.conversation.DesyncReason;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.Undecodable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** What a listener is told of a hostile session, in few lines however much it is: repeated ones are counted. Asks for every message, as a trace does. */
final class Story implements PacketListener {
    /** A message larger than this is not written again: it would only cost time. */
    private static final int LONGEST_REWRITTEN = 4096;

    private static final int MOST_LINES = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private String lastLine = "";
    private long repeated;

    /** In the order told, such as {@code << AUTH_MORE_DATA x 3}. Without what is beyond a thousand lines. */
    List<String> lines() {
        lock.lock();
        try {
            flush();
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** How often each line was told, for peers that talk at the same time. */
    Map<String, Long> counts() {
        lock.lock();
        try {
            return Map.copyOf(counts);
        } finally {
            lock.unlock();
        }
    }

    /** Messages that could not be written again. */
    List<String> broken() {
        lock.lock();
        try {
            return List.copyOf(broken);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onPacket(PacketEvent event) {
        MySqlMessage message = event.message();
        Set<Anomaly> odd = event.anomalies();
        String line = event.direction().arrow() + " " + event.kind().manualName() + (odd.isEmpty() ? "" : " " + odd)
                + (message instanceof Undecodable ? " undecodable" : "");
        if (message.toString().isEmpty() || !isWrittenAgain(event, message)) {
            broken.add(line);
        }
        tell(line);
    }

    private static boolean isWrittenAgain(PacketEvent event, MySqlMessage message) {
        int kept = event.payload().remaining();
        return kept > LONGEST_REWRITTEN
                || message.unsafeEncoded().asByteBuffer().mismatch(event.payload()) < 0;
    }

    @Override
    public void onOpaque(long sessionId, OpaqueReason reason) {
        tell("opaque " + reason);
    }

    @Override
    public void onDesynchronized(long sessionId, DesyncReason reason) {
        tell("desynchronized " + reason);
    }

    @Override
    public void onTruncated(long sessionId, Direction direction, long received) {
        tell(direction.arrow() + " truncated after " + received);
    }

    private void tell(String line) {
        lock.lock();
        try {
            counts.merge(line, 1L, Long::sum);
            if (!line.equals(lastLine)) {
                flush();
                lastLine = line;
            }
            repeated++;
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        if (repeated > 0 && lines.size() < MOST_LINES) {
            lines.add(repeated == 1 ? lastLine : lastLine + " x " + repeated);
        }
        repeated = 0;
        lastLine = "";
    }
}
