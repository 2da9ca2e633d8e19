package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.message.ParameterType;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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
    /** Counted in the text only while the server has not told. */
    private int placeholders = UNKNOWN;

    private boolean cursorOpen;
    private boolean hadCursor;

    /** As on the wire: two bytes a type, and with query attributes a name behind each. */
    private byte[] types = NONE;

    private ByteBuffer typesView = ByteBuffer.wrap(NONE);
    private boolean named;

    private @Nullable BitSet longData;
    private @Nullable BitSet longDataOfLastExecute;
    private byte[] definitions = NONE;
    private int counted;
    private @Nullable ExecuteContext execution;

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
        execution = null;
    }

    void cursor(boolean open) {
        cursorOpen = open;
        hadCursor |= open;
    }

    /** It is among the open ones, and this is the memory it takes, roughly, in bytes. */
    int count() {
        counted = 200 + sql.length() + types.length + definitions.length + size(longData) + size(longDataOfLastExecute);
        return counted;
    }

    private static int size(@Nullable BitSet set) {
        return set == null ? 0 : set.size() / 8;
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

    /** Definitions of the columns of the rows to come, as {@link DefinitionBuffer} writes them; empty when they were not seen. */
    byte[] definitions() {
        return definitions;
    }

    void define(DefinitionBuffer buffer) {
        if (!buffer.hasContent(definitions)) {
            definitions = buffer.content();
        }
    }

    /**
     * The types in the packet hold from now on.
     *
     * @param namesFollow whether each has a name behind it
     */
    void remember(Packet packet, int from, int to, boolean namesFollow) {
        if (isSame(packet, from, to)) {
            return;
        }
        byte[] seen = new byte[to - from];
        packet.payload().get(from, seen);
        types = seen;
        typesView = ByteBuffer.wrap(seen);
        named = namesFollow;
        execution = null;
    }

    private boolean isSame(Packet packet, int from, int to) {
        boolean same = types.length == to - from;
        for (int i = 0; same && i < types.length; i++) {
            same = (types[i] & 0xff) == packet.byteAt(from + i);
        }
        return same;
    }

    /** The types remembered, as on the wire; see {@link #areTypesNamed}. */
    ByteBuffer types() {
        return typesView;
    }

    /** Whether each of the types has a name behind it. */
    boolean areTypesNamed() {
        return named;
    }

    /** Whether the parameter's value came ahead of the last COM_STMT_EXECUTE. */
    boolean wasLongData(int parameter) {
        return longDataOfLastExecute != null && longDataOfLastExecute.get(parameter);
    }

    void longData(int parameter) {
        if (longData == null) {
            longData = new BitSet();
        }
        longData.set(parameter);
    }

    /** COM_STMT_EXECUTE uses up what was sent as long data. */
    void executed() {
        if (longData != null || longDataOfLastExecute != null) {
            execution = null;
        }
        longDataOfLastExecute = longData;
        longData = null;
    }

    /** What it takes to read the last COM_STMT_EXECUTE; the same object as long as nothing changes. */
    ExecuteContext execution() {
        ExecuteContext known = execution;
        if (known == null) {
            Set<Integer> sentBefore = longDataOfLastExecute == null
                    ? Set.of()
                    : longDataOfLastExecute.stream().boxed().collect(Collectors.toUnmodifiableSet());
            known = new ExecuteContext(
                    expectedParameters(), ParameterType.remembered(Bytes.of(types), named), sentBefore);
            execution = known;
        }
        return known;
    }

    /** Before the server has told, as when a client pipelines, the text does (QUE-10). */
    private OptionalInt expectedParameters() {
        return areParametersKnown() ? OptionalInt.of(expectedParameterCount()) : OptionalInt.empty();
    }

    /** Whether how many parameters there are can be told at all. */
    boolean areParametersKnown() {
        return parameters != UNKNOWN || !sqlCut;
    }

    /** 0 when it is not known; makes no object. */
    int expectedParameterCount() {
        if (parameters != UNKNOWN) {
            return parameters;
        }
        if (placeholders == UNKNOWN) {
            placeholders = sqlCut ? 0 : sql.placeholders();
        }
        return placeholders;
    }

    void forgetExecution() {
        execution = null;
    }

    /** COM_STMT_RESET drops long data and closes the cursor. */
    void reset() {
        longData = null;
        cursorOpen = false;
    }

    @Override
    public String toString() {
        return "statement " + (id == ID_UNKNOWN ? "not yet numbered" : id) + ": " + sql;
    }
}
