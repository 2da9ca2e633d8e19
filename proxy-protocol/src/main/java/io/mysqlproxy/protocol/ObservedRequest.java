package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

    void copy(PacketKind command, Packet packet, Capabilities effective) {
        kind = command;
        capabilities = effective;
        int wanted = Math.min(packet.kept(), command == PacketKind.COM_QUERY ? Exchange.STATEMENT_LIMIT : HEAD);
        cut = wanted < packet.length();
        length = wanted;
        if (content.length < wanted) {
            content = new byte[Math.max(wanted, Math.min(SPARE_CAPACITY, Math.max(64, content.length * 2)))];
        }
        packet.payload().get(0, content, 0, wanted);
    }

    void release() {
        Arrays.fill(content, 0, length, (byte) 0);
        length = 0;
        if (content.length > SPARE_CAPACITY) {
            content = NONE;
        }
    }

    boolean isCut() {
        return cut && kind == PacketKind.COM_QUERY;
    }

    /** The text of a COM_QUERY. */
    Optional<SqlText> sql() {
        if (kind != PacketKind.COM_QUERY) {
            return Optional.empty();
        }
        WireReader reader = WireReader.of(ByteBuffer.wrap(content, 0, length).asReadOnlyBuffer());
        try {
            return Command.decode(reader, capabilities, NO_LOG_IN) instanceof Command.Query query
                    ? Optional.of(query.sql())
                    : Optional.empty();
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
