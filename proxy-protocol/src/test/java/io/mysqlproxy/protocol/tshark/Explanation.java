package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.tshark.TsharkComparison.Difference;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Why tshark and this decoder differ, and who is right. docs/testing.md lists them under these names. */
enum Explanation {
    /** The client sends nonsense on purpose, and each side says something else about it. */
    NONSENSE {
        @Override
        boolean explains(Difference difference) {
            return difference.packet() > 0
                    && difference
                            .session()
                            .matches(
                                    ".*_raw_(garbage|short-response|empty-response|ssl-request-too-long|.*-at-once)_.*");
        }
    },
    /** tshark looks for the handshake response by its sequence id only. */
    SEQUENCE_ID {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.HANDSHAKE_RESPONSE_41
                    && difference.session().contains("_wrong-sequence-id_");
        }
    },
    /** tshark shows no response code for an ERR in place of the greeting. */
    ERR_BEFORE_GREETING {
        @Override
        boolean explains(Difference difference) {
            return difference.packet() == 0
                    && difference.kind() == PacketKind.ERR
                    && difference.field().equals("response_code");
        }
    },
    /** tshark reads 01 as the header of a switch, and what follows as the plugin's name; after the first round as data without a header. */
    AUTH_MORE_DATA {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.AUTH_MORE_DATA;
        }
    },
    /** tshark takes FE alone for a switch that is cut short. */
    OLD_AUTH_SWITCH {
        @Override
        boolean explains(Difference difference) {
            return difference.session().contains("_old_password-");
        }
    },
    /** tshark ends an authentication plugin's data at the first 00, although it is binary. */
    CUT_AT_ZERO {
        @Override
        boolean explains(Difference difference) {
            return difference.field().matches("auth_switch_(request|response)\\.data")
                    && !difference.tshark().isEmpty()
                    && difference.ours().size() == 1
                    && difference
                            .ours()
                            .getFirst()
                            .startsWith(difference.tshark().getFirst() + "00");
        }
    },
    /** The client goes on after an ERR: tshark takes what it sends for a command, we for a packet out of turn. */
    AFTER_THE_END {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.UNEXPECTED;
        }
    },
    /** tshark knows one round of authentication; what follows it reads as commands and their replies. */
    ONE_ROUND {
        @Override
        boolean explains(Difference difference) {
            return difference.packet() > LAST_OF_FIRST_ROUND && IN_AUTHENTICATION.contains(difference.kind());
        }
    },
    /** tshark waits for the OK of a log-in that had none, and takes the first command for an answer of the plugin's. */
    LOGIN_WITHOUT_OK {
        @Override
        boolean explains(Difference difference) {
            return difference.session().contains("login-without-ok_") && difference.kind() == PacketKind.COM_QUERY;
        }
    },
    /** tshark shows MariaDB's certificate proof as the OK's message, or as data it does not know without SESSION_TRACK; for us it is a secret. */
    CERTIFICATE_PROOF {
        @Override
        boolean explains(Difference difference) {
            return difference.kind() == PacketKind.OK
                    && difference.ours().isEmpty()
                    && (difference.field() + difference.tshark()).matches("(message.|payload.41)01[0-9a-f]{128}.");
        }
    };

    /** Greeting, handshake response, switch, answer. */
    private static final int LAST_OF_FIRST_ROUND = 3;

    private static final Set<PacketKind> IN_AUTHENTICATION = Set.of(
            PacketKind.AUTH_SWITCH_REQUEST, PacketKind.AUTH_SWITCH_RESPONSE, PacketKind.AUTH_DATA, PacketKind.OK);

    abstract boolean explains(Difference difference);

    static Optional<Explanation> of(Difference difference) {
        return Arrays.stream(values())
                .filter(explanation -> explanation.explains(difference))
                .findFirst();
    }
}
