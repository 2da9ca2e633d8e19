package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.CapturedPackets.Captured;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The executions of a captured session whose statements were seen being prepared, each with what must be remembered of its statement. */
final class CapturedExecutions {
    private static final long LAST_PREPARED = 0xffff_ffffL;

    /** One COM_STMT_EXECUTE or COM_STMT_BULK_EXECUTE. */
    record Execution(String session, Bytes payload, Capabilities capabilities, ExecuteContext context) {
        StatementCommand command() {
            return command(WireReader.of(payload));
        }

        MySqlMessage commandOrRefusal() {
            try {
                return command();
            } catch (MalformedPacketException refused) {
                return new Undecodable(refused.position(), refused.expected(), refused.found(), Secret.of(payload));
            }
        }

        StatementCommand command(WireReader reader) {
            AuthContext assumed = AuthContext.start("caching_sha2_password", false);
            return (StatementCommand) Command.decode(reader, capabilities, assumed, context, CharacterSet.UTF8MB4);
        }
    }

    private final Map<Long, ExecuteContext> statements = new HashMap<>();
    private final List<Execution> executions = new ArrayList<>();
    private long last;

    /** A statement was sent to be prepared, and its answer has not come: "the last prepared" will be that one. */
    private boolean preparing;

    private CapturedExecutions() {}

    static List<Execution> all() {
        return CapturedPackets.sessions().stream()
                .flatMap(session -> of(session).stream())
                .toList();
    }

    static List<Execution> of(String session) {
        CapturedExecutions captured = new CapturedExecutions();
        CapturedPackets.of(session).forEach(captured::follow);
        return captured.executions;
    }

    private void follow(Captured packet) {
        switch (packet.message()) {
            case PrepareOk prepared -> {
                last = prepared.statementId();
                preparing = false;
                statements.put(last, ExecuteContext.prepared(prepared.parameters()));
            }
            case StmtSendLongData data -> sentBefore(data.statementId(), data.parameter());
            case StatementCommand.StmtReset reset -> remember(reset.statementId(), List.of());
            default -> {}
        }
        preparing |= packet.kind() == PacketKind.COM_STMT_PREPARE;
        if (packet.kind() == PacketKind.COM_STMT_EXECUTE || packet.kind() == PacketKind.COM_STMT_BULK_EXECUTE) {
            execute(packet);
        }
    }

    private void execute(Captured packet) {
        WireReader reader = WireReader.of(packet.payload());
        reader.int1("command");
        long id = reader.remaining() < 4 ? -1 : reader.int4("statement id");
        ExecuteContext context = statements.get(id == LAST_PREPARED ? last : id);
        if (context == null || (id == LAST_PREPARED && preparing)) {
            return;
        }
        Execution execution = new Execution(packet.session(), packet.payload(), packet.effective(), context);
        executions.add(execution);
        switch (execution.commandOrRefusal()) {
            case StmtExecute execute -> remember(id, execute.parameters().types());
            case StmtBulkExecute execute -> remember(id, execute.types());
            default -> {}
        }
    }

    /** Whatever was sent before is used up. */
    private void remember(long id, List<ParameterType> types) {
        statements.computeIfPresent(
                id == LAST_PREPARED ? last : id,
                (statement, context) ->
                        new ExecuteContext(context.parameters(), types.isEmpty() ? context.types() : types, Set.of()));
    }

    private void sentBefore(long id, int parameter) {
        statements.computeIfPresent(id, (statement, context) -> {
            Set<Integer> longData = new HashSet<>(context.longData());
            longData.add(parameter);
            return new ExecuteContext(OptionalInt.of(context.parameters().orElse(0)), context.types(), longData);
        });
    }
}
