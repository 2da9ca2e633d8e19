package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.PacketCheck;
import io.mysqlproxy.protocol.wire.PacketCursor;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a COM_STMT_EXECUTE certainly decodes, found without making an object. The layout is drawn at {@link ExecuteTypes}; the values stand behind the
 * types.
 */
final class ExecuteCheck {
    private static final int CODE_AND_ID = 5;
    private static final int ITERATIONS = 4;
    private static final int PARAMETER_COUNT_AVAILABLE = 0x08;
    private static final int CODE_OF_TYPE = 0xff;

    /** What a server accepts (LIM-4). */
    private static final int MOST_PARAMETERS = 65_535;

    private final PacketCursor types = new PacketCursor();

    /**
     * To be asked after {@link ExecuteTypes#remember} has seen the packet.
     *
     * @param statement null when its preparation was not seen: then the parameters are not read
     * @param named whether QUERY_ATTRIBUTES is in effect
     */
    boolean fits(PacketCursor packet, @Nullable PreparedStatement statement, boolean named) {
        packet.skip(CODE_AND_ID);
        int flags = packet.int1();
        packet.skip(ITERATIONS);
        if (packet.isBroken() || statement == null || !statement.areParametersKnown()) {
            return !packet.isBroken();
        }
        int prepared = statement.expectedParameterCount();
        boolean counted = named && (prepared > 0 || (flags & PARAMETER_COUNT_AVAILABLE) != 0);
        long count = counted ? packet.intLenEnc() : prepared;
        boolean readable = !packet.isBroken() && count >= 0 && count <= MOST_PARAMETERS;
        return readable && (count == 0 || parameters(packet, statement, (int) count, named));
    }

    private boolean parameters(PacketCursor packet, PreparedStatement statement, int count, boolean named) {
        int nulls = packet.position();
        packet.skip((count + Byte.SIZE - 1) / Byte.SIZE);
        boolean typesFollow = packet.int1() != 0;
        boolean typesNamed = typesFollow ? named : statement.areTypesNamed();
        if (packet.isBroken()) {
            return false;
        }
        if (typesFollow) {
            types.over(packet);
            for (int i = 0; i < count; i++) {
                type(packet, named);
            }
        } else {
            ByteBuffer remembered = statement.types();
            types.over(remembered, 0, remembered.capacity());
        }
        boolean fits = values(packet, nulls, statement, count, typesNamed);
        types.release();
        return fits;
    }

    private boolean values(PacketCursor packet, int nulls, PreparedStatement statement, int count, boolean typesNamed) {
        for (int i = 0; i < count && !packet.isBroken(); i++) {
            int type = type(types, typesNamed) & CODE_OF_TYPE;
            if (types.isBroken()) {
                return false;
            }
            boolean isNull = (packet.byteAt(nulls + i / Byte.SIZE) >> (i % Byte.SIZE) & 1) != 0;
            if (!isNull && !statement.wasLongData(i)) {
                PacketCheck.parameter(packet, type);
            }
        }
        return !packet.isBroken();
    }

    private static int type(PacketCursor from, boolean named) {
        int type = from.int2();
        if (named) {
            from.stringLenEnc();
        }
        return type;
    }
}
