package io.mysqlproxy.protocol.message;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What must be remembered of a prepared statement to read an execution of it. Without it, the parameters are read only as far as the packet alone tells
 * (STM-12).
 *
 * @param parameters how many the statement has by the server's answer to COM_STMT_PREPARE, 0 to 65,535; empty when that was not seen
 * @param types those of the last execution that brought any (STM-8); empty before
 * @param longData indexes, from 0, of the parameters whose values came in COM_STMT_SEND_LONG_DATA since the last execution or reset (STM-9)
 */
public record ExecuteContext(OptionalInt parameters, List<ParameterType> types, Set<Integer> longData) {
    /** Nothing is known of the statement. */
    public static final ExecuteContext UNKNOWN = new ExecuteContext(OptionalInt.empty(), List.of(), Set.of());

    public ExecuteContext {
        types = List.copyOf(types);
        longData = Set.copyOf(longData);
    }

    /** Just prepared. */
    public static ExecuteContext prepared(int parameters) {
        return new ExecuteContext(OptionalInt.of(parameters), List.of(), Set.of());
    }
}
