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

    private Agreed agreed;
    private Layout layout;
    private boolean queryAttributesOpen;
    private boolean metadataOpen;
    private boolean eofOpen;

    private Inference(Agreed agreed, boolean open) {
        this.agreed = agreed;
        this.layout = Layout.of(agreed);
        this.queryAttributesOpen = open;
        this.metadataOpen = open;
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

    /** Statements begin with a readable character; the number of attributes and the 01 behind it are none (QA-1). */
    void onQuery(Packet packet) {
        if (!queryAttributesOpen || packet.length() < 3) {
            return;
        }
        queryAttributesOpen = false;
        learn(
                Capability.QUERY_ATTRIBUTES,
                packet.byteAt(1) < FEWER_THAN_ANY_LETTER && packet.byteAt(2) == 1 && packet.byteAt(1) != '\t');
    }

    /** A column count alone in its packet, or with a byte behind it (RES-1). */
    void onColumnCount(Packet packet) {
        if (metadataOpen) {
            metadataOpen = false;
            learn(Capability.OPTIONAL_RESULTSET_METADATA, packet.length() > ReplyHeader.lengthEncodedSize(packet, 0));
        }
    }

    /** The first packet behind definitions: an EOF of five bytes, or something else, which only DEPRECATE_EOF explains. */
    void onPacketBehindDefinitions(Packet packet) {
        if (eofOpen) {
            eof(packet.byteAt(0) != ReplyHeader.EOF || packet.length() != EOF_LENGTH);
        }
    }

    /** The end of a reply without rows: only DEPRECATE_EOF makes one longer than an EOF. */
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
