package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What changed in the session, as an {@link Ok} tells it, in the order sent, which is not that of the types (OK-5).
 *
 * @param unparsed what follows the last change within the block and is none; it may hold what the changes would hide (SEC-R5)
 */
public record SessionState(List<SessionStateChange> changes, Secret unparsed) {
    /** More changes than this stay unparsed (LIM-7). */
    static final int MOST_CHANGES = 4096;

    public SessionState {
        changes = List.copyOf(changes);
    }

    public static SessionState of(SessionStateChange... changes) {
        return new SessionState(List.of(changes), Secret.EMPTY);
    }

    static SessionState decode(WireReader reader) {
        return reader.blockOrRest("session state", block -> {
            List<SessionStateChange> changes = new ArrayList<>();
            while (block.hasRemaining() && changes.size() < MOST_CHANGES) {
                Optional<SessionStateChange> change = block.attempt(SessionStateChange::decode);
                if (change.isEmpty()) {
                    break;
                }
                changes.add(change.get());
            }
            return new SessionState(changes, Secret.of(block.rest()));
        });
    }

    void encode(WireWriter writer) {
        writer.blockOrRest(block -> {
            changes.forEach(change -> change.encode(block));
            block.secret(unparsed);
        });
    }
}
