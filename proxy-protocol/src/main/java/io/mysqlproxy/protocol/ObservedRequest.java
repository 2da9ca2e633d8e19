package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.QueryAttributes;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StmtBulkExecute;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A copy of a command's packet, kept until its reply is complete and decoded only if somebody asks. */
final class ObservedRequest {
    /** A larger copy is let go with its exchange, so that one long statement does not cost an idle session memory for ever. */
    private static final int SPARE_CAPACITY = 4 * 1024;

    /** Of a packet without a statement text, what holds the ids. */
    private static final int HEAD = 64;

    /** Only COM_CHANGE_USER, which is not kept, depends on the log-in. */
    private static final AuthContext NO_LOG_IN = AuthContext.start("", false);

    private static final byte[] NONE = new byte[0];

    private byte[] content = NONE;
    private int length;
    private boolean cut;
    private PacketKind kind = PacketKind.UNEXPECTED;
    private Capabilities capabilities = Capabilities.NONE;
    private ExecuteContext execution = ExecuteContext.UNKNOWN;
    private CharacterSet characterSet = CharacterSet.UNKNOWN;

    /**
     * Takes another command.
     *
     * @param statement what is remembered of the prepared statement that the command executes
     * @param limit how many bytes to keep at most; what holds the ids is always kept
     */
    void copy(PacketKind command, Packet packet, Capabilities effective, ExecuteContext statement, int limit) {
        kind = command;
        capabilities = effective;
        execution = limit < HEAD ? ExecuteContext.UNKNOWN : statement;
        int wanted = Math.min(packet.kept(), hasValues(command) ? Math.max(HEAD, limit) : HEAD);
        cut = wanted < packet.length();
        length = wanted;
        if (content.length < wanted) {
            content = new byte[Math.max(wanted, Math.min(SPARE_CAPACITY, Math.max(64, content.length * 2)))];
        }
        packet.copyTo(content, 0, wanted);
    }

    /** All commands before it are answered: its text is in this character set. */
    void readIn(CharacterSet client) {
        characterSet = client;
    }

    void release() {
        Arrays.fill(content, 0, length, (byte) 0);
        length = 0;
        execution = ExecuteContext.UNKNOWN;
        if (content.length > SPARE_CAPACITY) {
            content = NONE;
        }
    }

    /** Bytes kept. */
    int kept() {
        return length;
    }

    boolean isCut() {
        return cut && kind == PacketKind.COM_QUERY;
    }

    private static boolean hasValues(PacketKind command) {
        return switch (command) {
            case COM_QUERY, COM_STMT_EXECUTE, COM_STMT_BULK_EXECUTE -> true;
            default -> false;
        };
    }

    /** The text of a COM_QUERY. */
    Optional<SqlText> sql() {
        return kind == PacketKind.COM_QUERY && decode().orElse(null) instanceof Command.Query query
                ? Optional.of(query.sql())
                : Optional.empty();
    }

    /** The values for the statement's placeholders. */
    List<Parameter> parameters() {
        List<Parameter> all = ofExecution();
        return all.subList(0, Math.min(all.size(), execution.parameters().orElse(all.size())));
    }

    /** The values that have names instead of placeholders (STM-7). */
    List<Parameter> attributes() {
        if (kind == PacketKind.COM_QUERY) {
            return decode().orElse(null) instanceof Command.Query query
                    ? query.attributes().map(QueryAttributes::attributes).orElse(List.of())
                    : List.of();
        }
        List<Parameter> all = ofExecution();
        return all.subList(Math.min(all.size(), execution.parameters().orElse(all.size())), all.size());
    }

    private List<Parameter> ofExecution() {
        if (!hasValues(kind)) {
            return List.of();
        }
        Command command = decode().orElse(null);
        if (command instanceof StmtExecute execute) {
            return execute.parameters().list();
        }
        return command instanceof StmtBulkExecute bulk && !bulk.rows().isEmpty()
                ? Parameter.list(bulk.types(), bulk.rows().getFirst().values())
                : List.of();
    }

    private Optional<Command> decode() {
        ByteBuffer kept = ByteBuffer.wrap(content, 0, length).asReadOnlyBuffer();
        WireReader reader = cut ? WireReader.ofPrefix(kept) : WireReader.of(kept);
        try {
            return Optional.of(Command.decode(reader, capabilities, NO_LOG_IN, execution, characterSet));
        } catch (MalformedPacketException malformed) {
            return Optional.empty();
        }
    }

    /** The statement id that a command about a prepared statement names. */
    OptionalLong statementId() {
        return switch (kind) {
            case COM_STMT_EXECUTE,
                    COM_STMT_BULK_EXECUTE,
                    COM_STMT_FETCH,
                    COM_STMT_RESET,
                    COM_STMT_CLOSE,
                    COM_STMT_SEND_LONG_DATA ->
                length < 5
                        ? OptionalLong.empty()
                        : OptionalLong.of((content[1] & 0xffL)
                                | (content[2] & 0xffL) << 8
                                | (content[3] & 0xffL) << 16
                                | (content[4] & 0xffL) << 24);
            default -> OptionalLong.empty();
        };
    }
}
