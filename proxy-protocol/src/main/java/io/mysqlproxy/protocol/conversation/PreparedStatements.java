package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.ExecuteContext;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements open on a connection, by their ids. Bounded: a client that prepares without end loses the memory of those it used least lately (LIM-8). */
final class PreparedStatements {
    /** More than servers allow by default (max_prepared_stmt_count, for all connections together). */
    static final int MOST = 16_382;

    static final int MOST_BYTES = 16 << 20;

    /** MariaDB: the statement that was prepared last (QUE-9). */
    static final long LAST = 0xffff_ffffL;

    private final Map<Long, PreparedStatement> byId = new LinkedHashMap<>(4, 0.75f, true);
    private @Nullable PreparedStatement lastSent;
    private @Nullable PreparedStatement lastUsed;
    private @Nullable PreparedStatement lastRead;
    private int bytes;

    /** COM_STMT_PREPARE was sent; the server's answer will give the number. */
    void sent(PreparedStatement statement) {
        lastSent = statement;
    }

    void prepared(PreparedStatement statement, long id, int columns, int parameters) {
        close(id);
        statement.prepared(id, columns, parameters);
        byId.put(id, statement);
        bytes += statement.count();
        lastUsed = statement;
        forgetSome();
    }

    private void forgetSome() {
        if (byId.size() <= MOST && bytes <= MOST_BYTES) {
            return;
        }
        Iterator<PreparedStatement> eldest = byId.values().iterator();
        while (byId.size() > 1 && (byId.size() > MOST || bytes > MOST_BYTES)) {
            PreparedStatement forgotten = eldest.next();
            bytes -= forgotten.forget();
            eldest.remove();
            lastUsed = forgotten == lastUsed ? null : lastUsed;
        }
    }

    /** What is remembered of the statement has changed. */
    void changed(PreparedStatement statement) {
        if (statement.isCounted()) {
            bytes -= statement.forget();
            bytes += statement.count();
            forgetSome();
        }
    }

    /** Later rows of the statement may come without definitions: those of its result are kept, if it is known. */
    void define(@Nullable PreparedStatement statement, DefinitionBuffer definitions) {
        if (statement != null) {
            statement.define(definitions);
            changed(statement);
        }
    }

    /** What it takes to read the execution of the statement. Kept for one statement only: it takes many times the memory of what it was read from. */
    ExecuteContext execution(PreparedStatement statement) {
        if (lastRead != null && lastRead != statement) {
            lastRead.forgetExecution();
        }
        lastRead = statement;
        return statement.execution();
    }

    /** The statement, or null when its preparation was not seen or is forgotten. */
    @Nullable
    PreparedStatement find(long id) {
        if (id == LAST) {
            return lastSent;
        }
        if (lastUsed == null || !lastUsed.isNumbered(id)) {
            lastUsed = byId.get(id);
        }
        return lastUsed;
    }

    void close(long id) {
        PreparedStatement closed = byId.remove(id);
        if (closed != null) {
            bytes -= closed.forget();
            lastUsed = null;
        }
    }

    /** The session began anew (STM-4). */
    void clear() {
        byId.clear();
        if (lastSent != null && lastSent.id().isPresent()) {
            lastSent = null; // one that waits for its answer was sent behind what begins the session anew
        }
        lastUsed = null;
        lastRead = null;
        bytes = 0;
    }

    Collection<PreparedStatement> all() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
