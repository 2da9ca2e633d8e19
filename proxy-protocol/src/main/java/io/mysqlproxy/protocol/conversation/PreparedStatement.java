package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A statement that the client has prepared and not closed, with what later packets leave out because both sides remember it: types of parameters
 * (STM-8), which parameters came as long data (STM-9), definitions of columns (RES-3). Not thread-safe, as {@link Conversation}.
 */
public final class PreparedStatement {
    private static final byte[] NONE = new byte[0];

    private static final int ID_UNKNOWN = -1;
    private static final int UNKNOWN = -1;

    private final SqlText sql;
    private final boolean sqlCut;

    private long id = ID_UNKNOWN;
    private int parameters = UNKNOWN;
    private int columns = UNKNOWN;
    private boolean cursorOpen;
    private boolean hadCursor;

    /** As on the wire: two bytes a type, and with query attributes a name behind each. */
    private byte[] types = NONE;

    private @Nullable BitSet longData;
    private @Nullable BitSet longDataOfLastExecute;
    private byte[] definitions = NONE;
    private int counted;

    PreparedStatement(SqlText sql, boolean sqlCut) {
        this.sql = sql;
        this.sqlCut = sqlCut;
    }

    /** The statement as it was prepared, or the beginning of it; see {@link #isSqlCut}. */
    public SqlText sql() {
        return sql;
    }

    /** Whether the statement was longer than what is kept of it. */
    public boolean isSqlCut() {
        return sqlCut;
    }

    /** The server's number for it, 0 to 4,294,967,295; absent until the server has answered. */
    public OptionalLong id() {
        return id == ID_UNKNOWN ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** Placeholders, 0 to 65,535; absent until the server has answered. */
    public OptionalInt parameters() {
        return parameters == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(parameters);
    }

    /** Columns of its result when it was prepared, 0 to 65,535; absent until the server has answered. */
    public OptionalInt columns() {
        return columns == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(columns);
    }

    /** Whether the server holds a cursor for it (CUR-1). */
    public boolean isCursorOpen() {
        return cursorOpen;
    }

    /** Whether it was ever executed with a cursor; resetting it does not undo that. */
    boolean hadCursor() {
        return hadCursor;
    }

    boolean isNumbered(long statementId) {
        return id == statementId;
    }

    void prepared(long statementId, int columnCount, int parameterCount) {
        id = statementId;
        columns = columnCount;
        parameters = parameterCount;
    }

    void cursor(boolean open) {
        cursorOpen = open;
        hadCursor |= open;
    }

    /** It is among the open ones, and this is the memory it takes, roughly, in bytes. */
    int count() {
        counted = 200 + sql.length() + types.length + definitions.length;
        return counted;
    }

    /** It is no longer among the open ones; what it was counted with. */
    int forget() {
        int was = counted;
        counted = 0;
        return was;
    }

    boolean isCounted() {
        return counted > 0;
    }

    byte[] types() {
        return types;
    }

    /** Definitions of the columns of the rows to come, as {@link DefinitionBuffer} writes them; empty when they were not seen. */
    byte[] definitions() {
        return definitions;
    }

    void define(DefinitionBuffer buffer) {
        if (!buffer.hasContent(definitions)) {
            definitions = buffer.content();
        }
    }

    void remember(Packet packet, int from, int to) {
        int length = to - from;
        boolean same = types.length == length;
        for (int i = 0; same && i < length; i++) {
            same = (types[i] & 0xff) == packet.byteAt(from + i);
        }
        if (same) {
            return;
        }
        byte[] seen = new byte[length];
        for (int i = 0; i < length; i++) {
            seen[i] = (byte) packet.byteAt(from + i);
        }
        types = seen;
    }

    void longData(int parameter) {
        if (longData == null) {
            longData = new BitSet();
        }
        longData.set(parameter);
    }

    /** COM_STMT_EXECUTE uses up what was sent as long data. */
    void executed() {
        longDataOfLastExecute = longData;
        longData = null;
    }

    /** COM_STMT_RESET drops long data and closes the cursor. */
    void reset() {
        longData = null;
        cursorOpen = false;
    }

    /** The parameters whose values COM_STMT_EXECUTE leaves out, because they were sent before. */
    BitSet longDataOfLastExecute() {
        return longDataOfLastExecute == null ? new BitSet() : longDataOfLastExecute;
    }

    @Override
    public String toString() {
        return "statement " + (id == ID_UNKNOWN ? "not yet numbered" : id) + ": " + sql;
    }
}
