package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Optional;

/** The session as an exchange finds it. */
final class SessionBefore {
    private Bytes user = Bytes.EMPTY;
    private Bytes schema = Bytes.EMPTY;
    private CharacterSet characterSet = CharacterSet.UNKNOWN;
    private Optional<Bytes> sqlModeVariable = Optional.empty();
    private int status;
    private Transaction transaction = Transaction.UNKNOWN;

    void find(Conversation state) {
        user = state.user();
        schema = state.schema();
        characterSet = state.characterSet();
        sqlModeVariable = state.sqlMode();
        status = state.statusBits();
        transaction = state.transaction();
    }

    Bytes user() {
        return user;
    }

    Bytes schema() {
        return schema;
    }

    CharacterSet characterSet() {
        return characterSet;
    }

    Transaction transaction() {
        return transaction;
    }

    /** Servers that do not track the variable tell two of its flags with their status. */
    SqlMode sqlMode() {
        if (sqlModeVariable.isPresent()) {
            return SqlMode.of(sqlModeVariable.get().utf8());
        }
        boolean ansiQuotes = (status & ServerStatus.ANSI_QUOTES.mask()) != 0;
        boolean noBackslashEscapes = (status & ServerStatus.NO_BACKSLASH_ESCAPES.mask()) != 0;
        return ansiQuotes || noBackslashEscapes
                ? new SqlMode(ansiQuotes, noBackslashEscapes, false, false, false)
                : SqlMode.DEFAULT;
    }
}
