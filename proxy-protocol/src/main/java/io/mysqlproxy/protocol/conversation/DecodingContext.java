package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.ExecuteContext;
import java.util.List;

/**
 * What the layout of a packet depends on besides its kind: things that were said earlier in the conversation.
 *
 * @param columns of the result the packet belongs to
 * @param definitions of those columns; empty when they were not seen
 * @param characterSet in which the client sends text
 * @param execution what is remembered of the prepared statement
 * @param withDefaults whether definitions end with the column's default, as in the answer to COM_FIELD_LIST
 * @param semiSync whether the replica asked for events to acknowledge
 */
record DecodingContext(
        Agreed agreed,
        AuthContext authentication,
        int columns,
        List<ColumnDefinition> definitions,
        CharacterSet characterSet,
        ExecuteContext execution,
        boolean withDefaults,
        boolean semiSync) {

    static DecodingContext of(Agreed agreed, AuthContext authentication) {
        return new DecodingContext(
                agreed, authentication, 0, List.of(), CharacterSet.UNKNOWN, ExecuteContext.UNKNOWN, false, false);
    }
}
