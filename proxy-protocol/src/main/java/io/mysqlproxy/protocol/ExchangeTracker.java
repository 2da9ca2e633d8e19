package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Phase;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.LocalInfileRequest;
import io.mysqlproxy.protocol.wire.Packet;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Puts a connection's packets together to exchanges. Replies come in the order of the commands, so the open exchanges are a queue: what the server sends
 * belongs to the first.
 */
final class ExchangeTracker {
    /** Exchanges kept for later commands; more are open at once only while a client pipelines. */
    private static final int SPARE = 4;

    /** Of all open exchanges' requests together; those of a client that has sent more ahead are cut (LIM-9). */
    private static final int MOST_BYTES = 2 << 20;

    private final long sessionId;
    private final ExchangeListener listener;
    private final Conversation conversation;
    private final ArrayDeque<ObservedExchange> open = new ArrayDeque<>(4);
    private final ArrayDeque<ObservedExchange> spare = new ArrayDeque<>(SPARE);

    /** Whether what passes is live, so that the time it takes is for flight recordings. */
    private boolean live;

    private long newest;
    private int held;
    /** The server's answer to a command that the client is still sending (QUE-8). */
    private @Nullable Err earlyError;

    private long earlyBytes;

    ExchangeTracker(long sessionId, ExchangeListener listener, Conversation conversation) {
        this.sessionId = sessionId;
        this.listener = listener;
        this.conversation = conversation;
    }

    /** What passes is live: slow exchanges are told to flight recordings. */
    void recordSlowOnes() {
        live = true;
    }

    /**
     * The conversation has observed the packet.
     *
     * @param firstMicros when the packet's first byte was seen
     * @param epochMicros when its last byte was seen
     */
    void onPacket(Packet packet, PacketKind kind, long firstMicros, long epochMicros) {
        long number = conversation.commandNumber();
        if (number == 0) {
            if (conversation.isAnsweredEarly() && conversation.decode(packet) instanceof Err err) {
                earlyError = err;
                earlyBytes = packet.length();
            }
            return;
        }
        if (number > newest) {
            if (conversation.phase() instanceof Phase.Resynchronizing) {
                // Nothing was seen of the replies to the commands before, or it was none.
                abandonBefore(conversation.firstInFlight(), epochMicros);
            }
            begin(number, packet, kind, epochMicros);
            return;
        }
        tellThoseCutShort(number);
        @Nullable ObservedExchange exchange = kind == PacketKind.LOCAL_INFILE_DATA ? open.peekLast() : open.peekFirst();
        if (exchange == null || exchange.number() != number) {
            return;
        }
        if (conversation.isReplyBegunAnew()) {
            exchange.forgetReply();
        }
        if (kind == PacketKind.UNEXPECTED) {
            return;
        }
        switch (kind) {
            case LOCAL_INFILE_DATA, AUTH_SWITCH_RESPONSE, SEMI_SYNC_ACK, CLONE_COMMAND ->
                exchange.moreRequest(packet.length());
            default -> {
                exchange.reply().packet(packet.length(), firstMicros, epochMicros);
                onReply(exchange, packet, kind);
            }
        }
    }

    /** Tells the exchanges that the last packet has completed. */
    void tellCompleted() {
        long completed = conversation.completedCommands();
        for (ObservedExchange first = open.peekFirst();
                first != null && first.number() <= completed;
                first = open.peekFirst()) {
            first.completed(conversation.transaction());
            tellFirst(first);
        }
    }

    /** The packet belongs to a later command, so that nothing more will come for those before it. */
    private void tellThoseCutShort(long number) {
        long completed = conversation.completedCommands();
        for (ObservedExchange first = open.peekFirst();
                first != null && first.number() < number && first.number() <= completed;
                first = open.peekFirst()) {
            first.cutShort(conversation.transaction());
            tellFirst(first);
        }
    }

    /** Nothing more of the open exchanges will be seen. */
    void abandonAll(long epochMicros) {
        abandonBefore(Long.MAX_VALUE, epochMicros);
    }

    private void abandonBefore(long number, long epochMicros) {
        earlyError = null;
        for (ObservedExchange first = open.peekFirst();
                first != null && first.number() < number;
                first = open.peekFirst()) {
            first.abandoned(epochMicros, conversation.transaction());
            tellFirst(first);
        }
    }

    private void tellFirst(ObservedExchange first) {
        open.removeFirst();
        first.tellRecording();
        listener.onExchange(first);
        recycle(first);
        ObservedExchange next = open.peekFirst();
        if (next != null) {
            next.startsFrom(conversation);
        }
    }

    private void begin(long number, Packet packet, PacketKind kind, long epochMicros) {
        newest = number;
        ObservedExchange exchange = spareOne();
        exchange.begin(number, kind, packet.length(), epochMicros);
        if (live) {
            exchange.takeTime();
        }
        exchange.about(conversation.statement().orElse(null));
        int room = Math.clamp(MOST_BYTES - held, 0, Exchange.STATEMENT_LIMIT);
        exchange.request().copy(kind, packet, conversation.agreed().effective(), conversation.execution(), room);
        held += exchange.request().kept();
        Err early = earlyError;
        if (early != null) {
            exchange.reply().packet(earlyBytes, epochMicros, epochMicros);
            exchange.reply().error = early;
            earlyError = null;
        }
        if (open.isEmpty()) {
            exchange.startsFrom(conversation);
        }
        open.addLast(exchange);
    }

    private void onReply(ObservedExchange exchange, Packet packet, PacketKind kind) {
        switch (kind) {
            case TEXT_ROW, BINARY_ROW -> exchange.reply().row(packet.length());
            case COLUMN_COUNT -> exchange.reply().result(conversation.columns());
            case COLUMN_DEFINITION -> exchange.reply().definition();
            case OK, EOF -> exchange.reply().ok(conversation.okNumbers());
            case ERR -> {
                if (conversation.decode(packet) instanceof Err err) {
                    exchange.reply().error = err;
                }
            }
            case LOCAL_INFILE_REQUEST -> {
                if (conversation.decode(packet) instanceof LocalInfileRequest request) {
                    exchange.reply().requestedFile = request.file();
                }
                takeBack(exchange);
            }
            default -> {}
        }
    }

    /** What looked like commands was the file's content. */
    private void takeBack(ObservedExchange exchange) {
        open.removeFirst();
        for (int data = conversation.takenBack(); data > 0; data--) {
            ObservedExchange mistaken = open.pollFirst();
            if (mistaken != null) {
                exchange.moreRequest(mistaken.requestBytes());
                recycle(mistaken);
            }
        }
        open.addFirst(exchange);
    }

    private ObservedExchange spareOne() {
        @Nullable ObservedExchange exchange = spare.pollFirst();
        return exchange == null ? new ObservedExchange(sessionId) : exchange;
    }

    private void recycle(ObservedExchange exchange) {
        held -= exchange.request().kept();
        exchange.release();
        if (spare.size() < SPARE) {
            spare.addFirst(exchange);
        }
    }
}
