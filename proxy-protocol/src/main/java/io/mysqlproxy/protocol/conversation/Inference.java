package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * What was agreed, for the command phase: told by the log-in, or given away by the packets of a conversation that was joined in its middle (CAP-5). Where
 * the log-in was seen nothing is open, and no packet teaches anything.
 */
final class Inference {
    /** More attributes than anybody sends: from here on a byte behind 03 begins a statement. */
    private static final int FEWER_THAN_ANY_LETTER = 0x20;

    private static final int EOF_LENGTH = 5;

    /** Catalog, schema, table, original table, name, original name. */
    private static final int STRINGS_OF_DEFINITION = 6;

    /** Length of what stands behind them. */
    private static final int REST_OF_DEFINITION = 0x0c;

    private final boolean joined;
    private Agreed agreed;
    private Layout layout;
    private boolean queryAttributesOpen;
    private boolean countOpen;
    private boolean prepareOkOpen;
    private boolean definitionOpen;
    private boolean eofOpen;

    private Inference(Agreed agreed, boolean open) {
        this.joined = open;
        this.agreed = agreed;
        this.layout = Layout.of(agreed);
        this.queryAttributesOpen = open;
        this.countOpen = open;
        this.prepareOkOpen = open;
        this.definitionOpen = open;
        this.eofOpen = open;
    }

    /** The log-in was seen. */
    static Inference ofNothing(Agreed agreed) {
        return new Inference(agreed, false);
    }

    /** It was not: what every client has in effect is assumed, and the rest is open. */
    static Inference ofEverything() {
        return new Inference(Agreed.ASSUMED, true);
    }

    Agreed agreed() {
        return agreed;
    }

    /** As long as it is open if EOF packets stand behind definitions, they are taken to. */
    Layout layout() {
        return layout;
    }

    /** COM_SET_OPTION was accepted: it alone changes what was agreed, and no layout (AUTO-5). */
    void onMultiStatements(boolean allowed) {
        learn(Capability.MULTI_STATEMENTS, allowed);
    }

    /** The client has sent the command. */
    void onCommand(PacketKind command, Packet packet) {
        switch (command) {
            case COM_QUERY -> onQuery(packet);
            case COM_STMT_BULK_EXECUTE -> onMariaDb();
            case COM_STMT_EXECUTE, COM_STMT_SEND_LONG_DATA -> {
                if (joined && ReplyHeader.int4(packet, 1) == PreparedStatements.LAST) {
                    onMariaDb();
                }
            }
            default -> {}
        }
    }

    /** Statements begin with a readable character; the number of attributes and the 01 behind it are none (QA-1). */
    private void onQuery(Packet packet) {
        if (!queryAttributesOpen || packet.length() < 3) {
            return;
        }
        queryAttributesOpen = false;
        learn(
                Capability.QUERY_ATTRIBUTES,
                packet.byteAt(1) < FEWER_THAN_ANY_LETTER && packet.byteAt(2) == 1 && packet.byteAt(1) != '\t');
    }

    /** The server says nothing to a malformed request of a command without a reply, as MySQL would (NOR-1). */
    void onUnansweredMistake() {
        onMariaDb();
    }

    /** Whether it is open if the server is MariaDB. */
    boolean isFlavourOpen() {
        return joined
                && !agreed.mariaDb()
                && !agreed.has(Capability.QUERY_ATTRIBUTES)
                && !agreed.has(Capability.OPTIONAL_RESULTSET_METADATA);
    }

    /** Only MariaDB has it, or does it. */
    private void onMariaDb() {
        if (joined && !agreed.mariaDb()) {
            agreed = agreed.withMariaDb();
            if (agreed.has(Capability.OPTIONAL_RESULTSET_METADATA)) {
                learn(Capability.OPTIONAL_RESULTSET_METADATA, false);
                learn(Capability.MARIADB_CACHE_METADATA, true);
            }
            layout = Layout.of(agreed);
        }
    }

    /** A column count alone in its packet, or with a byte behind it (RES-1), which MySQL and MariaDB have for different reasons (CAP-3). */
    void onColumnCount(Packet packet) {
        int size = ReplyHeader.lengthEncodedSize(packet, 0);
        boolean hasMetadata = packet.length() == size + 1L && packet.byteAt(size) <= 1;
        if (!countOpen || (packet.length() != size && !hasMetadata)) {
            return;
        }
        countOpen = false;
        boolean isMariaDb = agreed.mariaDb() || !prepareOkOpen;
        learn(isMariaDb ? Capability.MARIADB_CACHE_METADATA : Capability.OPTIONAL_RESULTSET_METADATA, hasMetadata);
        if (hasMetadata && isMariaDb) {
            onMariaDb();
        }
    }

    /** MySQL tells of the metadata here as well, MariaDB does not (STM-2). */
    void onPrepareOk(Packet packet) {
        boolean hasMetadata = ReplyHeader.isPrepareOk(packet, true);
        if (!prepareOkOpen || (!hasMetadata && !ReplyHeader.isPrepareOk(packet, false))) {
            return;
        }
        prepareOkOpen = false;
        if (hasMetadata) {
            countOpen = false;
            learn(Capability.OPTIONAL_RESULTSET_METADATA, true);
        } else if (agreed.has(Capability.OPTIONAL_RESULTSET_METADATA)) {
            onMariaDb();
        }
    }

    /** MariaDB's extended metadata stand where otherwise the length of the rest of the definition does (RES-6). */
    void onDefinition(Packet packet) {
        if (!definitionOpen) {
            return;
        }
        int at = 0;
        for (int i = 0; i < STRINGS_OF_DEFINITION; i++) {
            at += ReplyHeader.lengthEncodedSize(packet, at) + (int) ReplyHeader.lengthEncoded(packet, at);
        }
        int next = packet.byteAt(at);
        if (next < 0) {
            return;
        }
        definitionOpen = false;
        if (next != REST_OF_DEFINITION) {
            learn(Capability.MARIADB_EXTENDED_METADATA, true);
            onMariaDb();
        }
    }

    /** MariaDB's progress report: the code FFFF, and behind it a number of strings where MySQL would have the SQLSTATE. */
    void onErr(Packet packet) {
        if (joined && !layout.progress() && ReplyHeader.isProgressReport(packet)) {
            onMariaDb();
            learn(Capability.MARIADB_PROGRESS, true);
        }
    }

    /** The first packet behind definitions: an EOF of five bytes, or something else, which only DEPRECATE_EOF explains. */
    void onPacketBehindDefinitions(Packet packet) {
        if (eofOpen) {
            eof(packet.byteAt(0) != ReplyHeader.EOF || packet.length() != EOF_LENGTH);
        }
    }

    /** The end of a reply without definitions: only DEPRECATE_EOF makes one longer than an EOF. */
    void onEnd(Packet packet) {
        if (eofOpen && ReplyHeader.isOkUnderEof(packet)) {
            eof(true);
        }
    }

    /**
     * The client goes on although no EOF stood behind the definitions.
     *
     * @return whether that was open until now
     */
    boolean onMissingEof() {
        if (!eofOpen) {
            return false;
        }
        eof(true);
        return true;
    }

    private void eof(boolean deprecated) {
        eofOpen = false;
        learn(Capability.DEPRECATE_EOF, deprecated);
    }

    private void learn(Capability capability, boolean inEffect) {
        Capabilities known = agreed.effective();
        agreed = agreed.inferred(inEffect ? known.with(capability) : known.without(capability));
        layout = Layout.of(agreed);
    }
}
