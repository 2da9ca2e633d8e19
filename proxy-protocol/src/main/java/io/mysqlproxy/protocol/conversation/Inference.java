package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Packet;

/** What the packets of a conversation that was joined in its middle give away of the capabilities that were agreed at its beginning (CAP-5). */
final class Inference {
    /** More attributes than anybody sends: from here on a byte behind 03 begins a statement. */
    private static final int FEWER_THAN_ANY_LETTER = 0x20;

    private static final int EOF_LENGTH = 5;

    private Agreed agreed = Agreed.ASSUMED;
    private boolean queryAttributesKnown;
    private boolean metadataKnown;
    private boolean eofKnown;

    Agreed agreed() {
        return agreed;
    }

    /** Whether it is still open if EOF packets stand behind definitions. */
    boolean isEofOpen() {
        return !eofKnown;
    }

    /** Statements begin with a readable character; the number of attributes and the 01 behind it are none (QA-1). */
    void onQuery(Packet packet) {
        if (queryAttributesKnown || packet.length() < 3) {
            return;
        }
        queryAttributesKnown = true;
        learn(
                Capability.QUERY_ATTRIBUTES,
                packet.byteAt(1) < FEWER_THAN_ANY_LETTER && packet.byteAt(2) == 1 && packet.byteAt(1) != '\t');
    }

    /** A column count alone in its packet, or with a byte behind it (RES-1). */
    Layout onColumnCount(Packet packet, Layout layout) {
        if (metadataKnown) {
            return layout;
        }
        metadataKnown = true;
        boolean optional = packet.length() > ReplyHeader.lengthEncodedSize(packet, 0);
        learn(Capability.OPTIONAL_RESULTSET_METADATA, optional);
        return layout.withOptionalMetadata(optional);
    }

    /** The first packet behind definitions: an EOF of five bytes, or something else, which only DEPRECATE_EOF explains. */
    Layout behindDefinitions(Packet packet, Layout layout) {
        boolean isEof = packet.byteAt(0) == ReplyHeader.EOF && packet.length() == EOF_LENGTH;
        return eof(!isEof, layout);
    }

    /** The client goes on although no EOF stood behind the definitions. */
    Layout withoutEof(Layout layout) {
        return eof(true, layout);
    }

    private Layout eof(boolean deprecated, Layout layout) {
        eofKnown = true;
        learn(Capability.DEPRECATE_EOF, deprecated);
        return layout.withDeprecateEof(deprecated);
    }

    private void learn(Capability capability, boolean inEffect) {
        Capabilities known = agreed.effective();
        agreed = agreed.inferred(inEffect ? known.with(capability) : known.without(capability));
    }
}
