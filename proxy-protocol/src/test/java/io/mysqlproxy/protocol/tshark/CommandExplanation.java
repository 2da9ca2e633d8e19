package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.tshark.TsharkComparison.Difference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why tshark and this decoder differ after the connection phase, and who is right. docs/testing.md lists them under these names. */
enum CommandExplanation {
    /** tshark does not know the code, or reads a body where the command has none. */
    COMMAND_WITHOUT_BODY {
        @Override
        boolean explains(Difference difference) {
            return WITHOUT_BODY.contains(difference.kind())
                    && difference.field().equals("malformed");
        }
    },
    /** tshark waits for the OK of a log-in that had none, and takes the first command for an answer of the plugin's: its reply it does not know. */
    LOGIN_WITHOUT_OK {
        @Override
        boolean explains(Difference difference) {
            return difference.session().contains("login-without-ok_") && difference.packet() < SECOND_COMMAND;
        }
    },
    /** tshark reads the request as a result without columns, and the file's content as commands. */
    LOCAL_INFILE {
        @Override
        boolean explains(Difference difference) {
            boolean inSession = difference.around().before().contains(PacketKind.LOCAL_INFILE_REQUEST);
            return switch (difference.kind()) {
                case LOCAL_INFILE_REQUEST -> difference.field().equals("num_fields");
                case LOCAL_INFILE_DATA -> true;
                case OK ->
                    inSession
                            && Set.of("affected_rows", "server_status", "warnings")
                                    .contains(difference.field());
                case COLUMN_COUNT, COLUMN_DEFINITION -> inSession;
                default -> false;
            };
        }
    },
    /** tshark does not know MariaDB's progress reports: they are errors to it. */
    PROGRESS {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.PROGRESS;
        }
    },
    /** tshark does not know a replica's acknowledgement: it is a command to it. */
    SEMI_SYNC_ACK {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.SEMI_SYNC_ACK;
        }
    },
    /** tshark does not know the two bytes in front of an event that may ask for an acknowledgement, and reads all fields two bytes early. */
    SEMI_SYNC_MARK {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.BINLOG_EVENT
                    && difference.around().isMarkedForSemiSync()
                    && difference.field().startsWith("binlog.event_header.");
        }
    },
    /** tshark reads the info of an OK as an empty one, and shows the text as an undecoded payload, when the session's state could follow it. */
    OK_INFO {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.OK
                    && difference.field().equals("message")
                    && difference.tshark().isEmpty();
        }
    },
    /** tshark gives up on a binary row at a type it does not know; the values before are the same. */
    ROW_TYPES {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.BINARY_ROW
                    && difference.field().equals("values")
                    && difference.tshark().size() < difference.ours().size()
                    && Collections.indexOfSubList(difference.ours(), difference.tshark()) == 0;
        }
    },
    /** tshark does not know the clone protocol. */
    CLONE {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.CLONE_COMMAND || difference.kind() == PacketKind.CLONE_RESPONSE;
        }
    },
    /** tshark gives up on the parameters of an execute, at a type it does not know, at a last one that is NULL or before the first; those it does show are the same. */
    PARAMETERS {
        @Override
        boolean explains(Difference difference) {
            boolean fewer = Set.of("field.type", "values").contains(difference.field())
                    && Collections.indexOfSubList(difference.ours(), difference.tshark()) == 0;
            boolean cut = difference.field().equals("malformed")
                    && difference.ours().isEmpty()
                    && difference
                            .session()
                            .matches(
                                    ".*_(raw_(prepared|out-parameters|parameters-of-every-type)|zlib-(prepared|batch)_).*");
            return EXECUTE.contains(difference.kind()) && (fewer || cut);
        }
    },
    /** tshark does not know that FFFFFFFF is the statement prepared last, and reads its values with the number of parameters of another. */
    PREPARED_LAST {
        @Override
        boolean explains(Difference difference) {
            return difference.field().equals("values") && difference.around().executesThePreparedLast();
        }
    },
    /** Of a command that is cut short tshark shows what stands before the cut, we say only that it cannot be decoded. */
    CUT_SHORT {
        @Override
        boolean explains(Difference difference) {
            return difference.around().isUndecodable()
                    && difference.kind().name().startsWith("COM_STMT_")
                    && Set.of("stmt_id", "field.type").contains(difference.field())
                    && difference.ours().isEmpty();
        }
    },
    /** tshark does not know the reply to a fetch, and takes a row of it for an OK; an OK where rows were to come for a row. */
    CURSOR {
        @Override
        boolean explains(Difference difference) {
            boolean fetched = difference.kind() == PacketKind.BINARY_ROW
                    && difference.around().answers(PacketKind.COM_STMT_FETCH);
            boolean refused = difference.kind() == PacketKind.OK
                    && difference.around().answers(PacketKind.COM_STMT_EXECUTE)
                    && !difference.around().isUndefined();
            return (fetched || refused) && OK_OR_ROW.contains(difference.field());
        }
    },
    /** tshark waits for definitions that the server has left out, and takes rows for them or for an OK. */
    NO_DEFINITIONS {
        @Override
        boolean explains(Difference difference) {
            boolean text = difference.kind() == PacketKind.TEXT_ROW
                    && difference.field().matches("row|row.text|malformed|field\\..*");
            boolean binary = difference.kind() == PacketKind.BINARY_ROW && OK_OR_ROW.contains(difference.field());
            return difference.around().isUndefined() && (text || binary);
        }
    },
    /** tshark reads a reply by the latest command, not by the one it answers. */
    PIPELINED {
        @Override
        boolean explains(Difference difference) {
            return difference.around().isPipelined()
                    && !difference.kind().name().startsWith("COM_");
        }
    },
    /** tshark reads the replies of the protocol before 4.1 as if they were of 4.1. */
    PROTOCOL_320 {
        @Override
        boolean explains(Difference difference) {
            return !difference.around().isProtocol41()
                    && Set.of(PacketKind.COLUMN_DEFINITION, PacketKind.TEXT_ROW, PacketKind.EOF)
                            .contains(difference.kind());
        }
    },
    /** tshark takes the answer to a switch in COM_CHANGE_USER for a command. */
    CHANGE_USER {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.AUTH_SWITCH_RESPONSE
                    && difference.around().answers(PacketKind.COM_CHANGE_USER);
        }
    },
    /** tshark gives up at a query attribute of a type it does not know, and shows no statement. */
    QUERY_ATTRIBUTES {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.COM_QUERY
                    && difference.around().hasAttributes()
                    && difference.tshark().equals(difference.field().equals("malformed") ? List.of("1") : List.of());
        }
    };

    private static final Set<PacketKind> EXECUTE =
            Set.of(PacketKind.COM_STMT_EXECUTE, PacketKind.COM_STMT_BULK_EXECUTE);

    private static final Set<String> OK_OR_ROW = Set.of(
            "response_code",
            "affected_rows",
            "insert_id",
            "server_status",
            "warnings",
            "message",
            "row",
            "values",
            "malformed");

    private static final Set<PacketKind> WITHOUT_BODY = Set.of(
            PacketKind.COM_SLEEP,
            PacketKind.COM_SHUTDOWN,
            PacketKind.COM_CONNECT,
            PacketKind.COM_TIME,
            PacketKind.COM_DELAYED_INSERT,
            PacketKind.COM_CONNECT_OUT,
            PacketKind.COM_DAEMON,
            PacketKind.COM_RESET_CONNECTION,
            PacketKind.COM_CLONE,
            PacketKind.COM_SUBSCRIBE_GROUP_REPLICATION_STREAM,
            PacketKind.COM_UNKNOWN);

    /** Of a session without an OK: greeting, response, switch, answer, command, count, definition, row, end. */
    private static final int SECOND_COMMAND = 9;

    abstract boolean explains(Difference difference);

    /** A packet's length and sequence id must always be the same: nothing explains another. */
    static Optional<CommandExplanation> of(Difference difference) {
        return Arrays.stream(values())
                .filter(explanation -> !difference.field().startsWith("packet_"))
                .filter(explanation -> explanation.explains(difference))
                .findFirst();
    }
}
