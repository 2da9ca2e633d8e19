package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Packet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What commands do to the session and its prepared statements: some when they are sent, some when the server has agreed. */
final class CommandEffects {
    /** Options of COM_SET_OPTION. */
    private static final int MULTI_STATEMENTS_ON = 0;

    private static final int MULTI_STATEMENTS_OFF = 1;

    private final Inference inference;
    private final TrackedSession session;
    private final PreparedStatements statements;

    /** Whether the client has set the variable by which a replica asks for acknowledged events (BIN-1). */
    private boolean semiSync;

    CommandEffects(Inference inference, TrackedSession session, PreparedStatements statements) {
        this.inference = inference;
        this.session = session;
        this.statements = statements;
    }

    boolean isSemiSync() {
        return semiSync;
    }

    /** The client has sent the command. */
    void onSent(PendingCommand command, Packet packet) {
        switch (command.command) {
            case COM_QUERY -> onQuery(command, packet);
            case COM_INIT_DB -> command.schemaAsked = bytesFrom(packet, 1);
            case COM_SET_OPTION -> command.optionAsked = ReplyHeader.int2(packet, 1);
            case COM_STMT_PREPARE -> {
                command.statement =
                        new PreparedStatement(SqlText.of(bytesFrom(packet, 1)), packet.kept() < packet.length());
                statements.sent(command.statement);
            }
            case COM_STMT_EXECUTE -> {
                command.statement = statementOf(packet);
                if (command.statement != null) {
                    command.statement.executed();
                    ExecuteTypes.remember(
                            packet, command.statement, inference.agreed().has(Capability.QUERY_ATTRIBUTES));
                    statements.changed(command.statement);
                }
            }
            case COM_STMT_BULK_EXECUTE -> {
                command.statement = statementOf(packet);
                if (command.statement != null) {
                    ExecuteTypes.rememberOfBulk(packet, command.statement);
                    statements.changed(command.statement);
                }
            }
            case COM_STMT_SEND_LONG_DATA -> {
                command.statement = statementOf(packet);
                int parameter = ReplyHeader.int2(packet, 5);
                if (command.statement != null && parameter >= 0) {
                    command.statement.longData(parameter);
                    statements.changed(command.statement);
                }
            }
            case COM_STMT_FETCH -> command.statement = statementOf(packet);
            case COM_STMT_RESET -> {
                command.statement = statementOf(packet);
                if (command.statement != null) {
                    command.statement.reset();
                }
            }
            case COM_STMT_CLOSE -> {
                command.statement = statementOf(packet);
                if (packet.length() >= 5) {
                    statements.close(ReplyHeader.int4(packet, 1));
                }
            }
            default -> {}
        }
    }

    /** The server has answered to the end. */
    void onDone(PendingCommand command, boolean success) {
        if (!success) {
            return;
        }
        switch (command.command) {
            case COM_INIT_DB, COM_QUERY -> {
                if (command.schemaAsked != null) {
                    session.useSchema(command.schemaAsked);
                }
            }
            case COM_CHANGE_USER -> {
                statements.clear();
                ChangeUser change = command.changeUser;
                if (change != null) {
                    session.loggedIn(
                            change.user(),
                            change.database().orElse(Bytes.EMPTY),
                            change.collation().orElse(session.collation()));
                }
            }
            case COM_RESET_CONNECTION -> {
                statements.clear();
                session.begin();
            }
            case COM_SET_OPTION -> {
                if (command.optionAsked == MULTI_STATEMENTS_ON || command.optionAsked == MULTI_STATEMENTS_OFF) {
                    inference.onMultiStatements(command.optionAsked == MULTI_STATEMENTS_ON);
                }
            }
            default -> {}
        }
    }

    /** The state machine needs no statement's text; these two say what no packet says (AUTO-6). */
    private void onQuery(PendingCommand command, Packet packet) {
        int start = inference.agreed().has(Capability.QUERY_ATTRIBUTES) ? 3 : 1;
        while (isWhiteSpace(packet.byteAt(start))) {
            start++;
        }
        if (!semiSync && beginsWith(packet, start, "set")) {
            semiSync = StatementHints.asksForSemiSync(bytesFrom(packet, start));
        } else if (beginsWith(packet, start, "use") && !inference.agreed().has(Capability.SESSION_TRACK)) {
            command.schemaAsked =
                    StatementHints.schemaUsed(bytesFrom(packet, start)).orElse(null);
        }
    }

    private static boolean isWhiteSpace(int character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }

    /** In letters of either case; looks at the packet in place, for most statements begin otherwise and are not worth a copy. */
    private static boolean beginsWith(Packet packet, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if ((packet.byteAt(start + i) | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable PreparedStatement statementOf(Packet packet) {
        return packet.length() < 5 ? null : statements.find(ReplyHeader.int4(packet, 1));
    }

    private static Bytes bytesFrom(Packet packet, int from) {
        ByteBuffer payload = packet.payload();
        return Bytes.copyOf(payload.position(Math.min(from, payload.limit())));
    }
}
