package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.PacketCursor;

/**
 * Whether packets would decode, found by walking over their fields without making an object: for whoever wants to know that all of a conversation is
 * understood, and needs no values. For each message there is a {@code decode}; what a method here says yes to, that reads. What is rare is not told here, and
 * neither is what is wrong with a packet: a no means that only decoding tells.
 */
public final class PacketCheck {
    /** No type: the definition cannot be read here. */
    public static final int UNKNOWN = -1;

    /** Of the part of fixed length: charset, length, type, flags, decimals. */
    private static final int FIXED_LENGTH = 10;

    private static final int BEFORE_TYPE = 6;

    /** A MariaDB column whose format is JSON is one, whatever its type. */
    private static final int JSON = ColumnType.JSON.code();

    private static final byte[] JSON_NAME = {'j', 's', 'o', 'n'};

    private PacketCheck() {}

    /** {@link Ok}. */
    public static boolean ok(PacketCursor packet, Capabilities capabilities) {
        packet.int1();
        packet.intLenEnc();
        packet.intLenEnc();
        boolean protocol41 = capabilities.has(Capability.PROTOCOL_41);
        int status = protocol41 || capabilities.has(Capability.TRANSACTIONS) ? packet.int2() : 0;
        if (protocol41) {
            packet.skip(2);
        }
        // A text, and a changed state behind it, may be read in more than one way.
        boolean stateChanged = (status & ServerStatus.SESSION_STATE_CHANGED.mask()) != 0;
        return !packet.isBroken() && !(stateChanged && packet.hasRemaining());
    }

    /** {@link Eof}. */
    public static boolean eof(PacketCursor packet) {
        boolean isEof = packet.int1() == Eof.HEADER;
        if (packet.hasRemaining()) {
            packet.skip(4);
        }
        return isEof && !packet.isBroken();
    }

    /** {@link ColumnCount}. */
    public static boolean columnCount(PacketCursor packet) {
        packet.intLenEnc();
        return !packet.isBroken();
    }

    /** {@link PrepareOk}. */
    public static boolean prepareOk(PacketCursor packet) {
        boolean isOk = packet.int1() == Ok.HEADER;
        packet.skip(8);
        return isOk && !packet.isBroken();
    }

    /** {@link ColumnDefinition}, other than in the answer to COM_FIELD_LIST. */
    public static boolean columnDefinition(PacketCursor packet, Capabilities capabilities) {
        return columnType(packet, capabilities) != UNKNOWN;
    }

    /** The type's code that a {@link ColumnDefinition41} has its values read by, or {@link #UNKNOWN}. */
    public static int columnType(PacketCursor packet, Capabilities capabilities) {
        if (!capabilities.has(Capability.PROTOCOL_41)) {
            return UNKNOWN;
        }
        for (int name = 0; name < 6; name++) {
            packet.stringLenEnc();
        }
        boolean isJson = capabilities.has(Capability.MARIADB_EXTENDED_METADATA) && extendedMetadata(packet);
        long length = packet.intLenEnc();
        int begin = packet.position();
        packet.skip(length);
        if (packet.isBroken() || length < FIXED_LENGTH) {
            return UNKNOWN;
        }
        return isJson ? JSON : packet.byteAt(begin + BEFORE_TYPE);
    }

    /** @return whether the format is JSON */
    private static boolean extendedMetadata(PacketCursor packet) {
        long length = packet.intLenEnc();
        long end = packet.position() + length;
        boolean isJson = false;
        boolean isFormatKnown = false;
        while (!packet.isBroken() && packet.position() < end) {
            boolean isFormat = packet.int1() == ExtendedMetadata.Item.FORMAT;
            long size = packet.intLenEnc();
            int begin = packet.position();
            packet.skip(size);
            if (isFormat && !isFormatKnown && !packet.isBroken()) {
                isFormatKnown = true;
                isJson = isJson(packet, begin, size);
            }
        }
        if (length < 0 || packet.position() != end) {
            packet.skip(Long.MAX_VALUE);
        }
        return isJson;
    }

    private static boolean isJson(PacketCursor packet, int begin, long size) {
        boolean isSame = size == JSON_NAME.length;
        for (int i = 0; isSame && i < JSON_NAME.length; i++) {
            isSame = packet.byteAt(begin + i) == JSON_NAME[i];
        }
        return isSame;
    }

    /** {@link TextRow}. */
    public static boolean textRow(PacketCursor packet, int columns) {
        for (int column = 0; column < columns && !packet.isBroken(); column++) {
            packet.nullOrStringLenEnc();
        }
        return packet.isPrefix() || packet.isAtEnd();
    }

    /**
     * {@link BinaryRow}.
     *
     * @param types the columns' types, by their codes
     * @param columns how many of them there are
     */
    public static boolean binaryRow(PacketCursor packet, byte[] types, int columns) {
        boolean isRow = packet.int1() == Ok.HEADER;
        int nulls = packet.position();
        packet.skip((columns + NullBitmap.ROW_OFFSET + Byte.SIZE - 1) / Byte.SIZE);
        if (!isRow || packet.isBroken()) {
            return false;
        }
        for (int column = 0; column < columns && !packet.isBroken(); column++) {
            int bit = column + NullBitmap.ROW_OFFSET;
            boolean isNull = (packet.byteAt(nulls + bit / Byte.SIZE) >> (bit % Byte.SIZE) & 1) != 0;
            if (!isNull) {
                inBinaryRow(packet, types[column] & 0xff);
            }
        }
        return packet.isPrefix() || packet.isAtEnd();
    }

    /** As {@link ValueType#inBinaryRow} reads it. */
    private static void inBinaryRow(PacketCursor packet, int type) {
        switch (ColumnType.of(type)) {
            case TINY, BOOL -> packet.skip(1);
            case SHORT, YEAR -> packet.skip(2);
            case LONG, INT24, FLOAT -> packet.skip(4);
            case LONGLONG, DOUBLE -> packet.skip(8);
            case DATE, DATETIME, TIMESTAMP, TIME -> packet.skip(packet.int1());
            case NULL -> {}
            default -> packet.stringLenEnc();
        }
    }

    /** A parameter of COM_STMT_EXECUTE, as {@link ValueType#inParameter} reads it. */
    public static void parameter(PacketCursor packet, int type) {
        switch (ColumnType.of(type)) {
            case TINY, SHORT, LONG, LONGLONG, FLOAT, DOUBLE, NULL -> inBinaryRow(packet, type);
            case DATE, DATETIME, TIMESTAMP, TIME -> packet.stringLenEnc();
            default -> packet.stringLenEncOrRest();
        }
    }

    /** COM_QUERY without attributes. */
    public static boolean query(PacketCursor packet, Capabilities capabilities) {
        packet.int1();
        long attributes = 0;
        if (capabilities.has(Capability.QUERY_ATTRIBUTES)) {
            attributes = packet.intLenEnc();
            packet.intLenEnc();
        }
        return attributes == 0 && !packet.isBroken();
    }

    /** A command that begins with its code and so many bytes of fixed length, whatever follows. */
    public static boolean command(PacketCursor packet, int fixedLength) {
        packet.skip(1 + fixedLength);
        return !packet.isBroken();
    }
}
