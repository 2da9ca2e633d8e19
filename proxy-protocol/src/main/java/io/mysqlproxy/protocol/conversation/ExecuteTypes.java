package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Packet;

/**
 * Finds the types in a COM_STMT_EXECUTE without decoding it: they hold for the executes after it that leave them out (STM-8).
 *
 * <pre>
 *   17  statement id (4)  flags (1)  iterations (4)  [ number of parameters (lenint) ]
 *   [ bitmap of the NULLs  types follow (1)  [ type (2)  [ name (lenstr) ] ]* ]
 * </pre>
 */
final class ExecuteTypes {
    private static final int FLAGS = 5;
    private static final int PARAMETER_COUNT_AVAILABLE = 0x08;
    private static final int AFTER_ITERATIONS = 10;

    private static final int BULK_TYPES = 7;
    private static final int BULK_TYPES_FOLLOW = 0x80;

    private static final int TYPE_SIZE = 2;

    private ExecuteTypes() {}

    /** @param named whether QUERY_ATTRIBUTES is in effect: then there is a number and each type has a name (STM-6) */
    static void remember(Packet packet, PreparedStatement statement, boolean named) {
        int prepared = statement.expectedParameterCount();
        int at = AFTER_ITERATIONS;
        int count = prepared;
        boolean counted = prepared > 0 || (Math.max(0, packet.byteAt(FLAGS)) & PARAMETER_COUNT_AVAILABLE) != 0;
        if (named && counted) {
            count = (int) Math.min(65_535, ReplyHeader.lengthEncoded(packet, at));
            at += ReplyHeader.lengthEncodedSize(packet, at);
        }
        if (count <= 0) {
            return;
        }
        at += (count + 7) / 8;
        if (packet.byteAt(at++) != 1) {
            return;
        }
        int end = at;
        for (int i = 0; i < count && end <= packet.kept(); i++) {
            end += TYPE_SIZE;
            if (named) {
                long name = ReplyHeader.lengthEncoded(packet, end);
                end += ReplyHeader.lengthEncodedSize(packet, end) + Math.clamp(name, 0, packet.kept());
            }
        }
        if (end <= packet.kept()) {
            statement.remember(packet, at, end, named);
        }
    }

    /** COM_STMT_BULK_EXECUTE has the types right behind its flags, in the same form and without names (BLK-2). */
    static void rememberOfBulk(Packet packet, PreparedStatement statement) {
        int end = BULK_TYPES + TYPE_SIZE * statement.expectedParameterCount();
        boolean follow = (Math.max(0, packet.byteAt(FLAGS)) & BULK_TYPES_FOLLOW) != 0;
        if (follow && end <= packet.kept()) {
            statement.remember(packet, BULK_TYPES, end, false);
        }
    }
}
