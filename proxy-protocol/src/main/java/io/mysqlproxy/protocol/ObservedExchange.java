package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.Conversation;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.PreparedStatement;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The exchange a decoder lends to its listener. Used again for later commands, so that watching a command costs no allocation. */
final class ObservedExchange implements Exchange {
    private final long sessionId;
    private final ObservedRequest request = new ObservedRequest();
    private final ObservedReply reply = new ObservedReply();
    private final SessionBefore before = new SessionBefore();
    private final ExchangeRecording recording = new ExchangeRecording();

    private long number;
    private PacketKind command = PacketKind.UNEXPECTED;
    private @Nullable PreparedStatement statement;
    private boolean complete;
    private long requestBytes;
    private Transaction transactionAfter = Transaction.UNKNOWN;
    private long sentMicros;

    ObservedExchange(long sessionId) {
        this.sessionId = sessionId;
    }

    ObservedRequest request() {
        return request;
    }

    ObservedReply reply() {
        return reply;
    }

    void begin(long commandNumber, PacketKind kind, long bytes, long epochMicros) {
        number = commandNumber;
        command = kind;
        statement = null;
        requestBytes = bytes;
        sentMicros = epochMicros;
        forgetReply();
    }

    /** What was told of a reply was another command's. */
    void forgetReply() {
        complete = false;
        reply.begin(sentMicros);
    }

    /** For a flight recording, if there is one. */
    void takeTime() {
        recording.begin();
    }

    /** All that will be known is known. */
    void tellRecording() {
        recording.end(this);
    }

    void about(@Nullable PreparedStatement prepared) {
        statement = prepared;
    }

    /** All commands before it are answered: it finds the session so. */
    void startsFrom(Conversation state) {
        before.find(state);
        request.readIn(before.characterSet());
    }

    /** It has been told: nothing of it is kept. */
    void release() {
        request.release();
        statement = null;
        reply.error = null;
    }

    void moreRequest(long bytes) {
        requestBytes += bytes;
    }

    /** The reply is complete, or there is none. */
    void completed(Transaction transaction) {
        complete = true;
        transactionAfter = transaction;
    }

    /** The reply is over, though its end was not understood. */
    void cutShort(Transaction transaction) {
        transactionAfter = transaction;
    }

    /** The rest of the reply will not be seen. */
    void abandoned(long epochMicros, Transaction transaction) {
        reply.endMicros = epochMicros;
        transactionAfter = transaction;
    }

    @Override
    public long sessionId() {
        return sessionId;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public PacketKind command() {
        return command;
    }

    @Override
    public Optional<SqlText> sql() {
        return statement == null ? request.sql() : Optional.of(statement.sql());
    }

    @Override
    public boolean isSqlCut() {
        return statement == null ? request.isCut() : statement.isSqlCut();
    }

    @Override
    public OptionalLong statementId() {
        return statement != null && statement.id().isPresent() ? statement.id() : request.statementId();
    }

    @Override
    public List<Parameter> parameters() {
        return request.parameters();
    }

    @Override
    public List<Parameter> attributes() {
        return request.attributes();
    }

    @Override
    public Bytes user() {
        return before.user();
    }

    @Override
    public Bytes schema() {
        return before.schema();
    }

    @Override
    public CharacterSet characterSet() {
        return before.characterSet();
    }

    @Override
    public SqlMode sqlMode() {
        return before.sqlMode();
    }

    @Override
    public Outcome outcome() {
        if (reply.error != null) {
            return Outcome.ERROR;
        }
        return switch (command) {
            case COM_QUIT, COM_STMT_CLOSE, COM_STMT_SEND_LONG_DATA -> Outcome.NO_REPLY;
            default -> complete && reply.packets > 0 ? Outcome.OK : Outcome.UNANSWERED;
        };
    }

    @Override
    public Optional<Err> error() {
        return Optional.ofNullable(reply.error);
    }

    @Override
    public int results() {
        return reply.results;
    }

    @Override
    public int columns() {
        return reply.columns;
    }

    @Override
    public long rows() {
        return reply.rows;
    }

    @Override
    public long affectedRows() {
        return reply.affectedRows;
    }

    @Override
    public long lastInsertId() {
        return reply.lastInsertId;
    }

    @Override
    public int warnings() {
        return reply.warnings;
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public long replyBytes() {
        return reply.bytes;
    }

    @Override
    public long rowBytes() {
        return reply.rowBytes;
    }

    @Override
    public Optional<Bytes> requestedFile() {
        return Optional.ofNullable(reply.requestedFile);
    }

    @Override
    public boolean isFileUnasked() {
        return reply.requestedFile != null
                && !isSqlCut()
                && sql().map(text -> !text.unsafeReveal()
                                .utf8()
                                .toLowerCase(Locale.ROOT)
                                .contains("load"))
                        .orElse(false);
    }

    @Override
    public Transaction transactionBefore() {
        return before.transaction();
    }

    @Override
    public Transaction transactionAfter() {
        return transactionAfter;
    }

    @Override
    public Instant time() {
        return Instant.EPOCH.plus(sentMicros, ChronoUnit.MICROS);
    }

    @Override
    public OptionalLong firstByteMicros() {
        return since(reply.firstByteMicros);
    }

    @Override
    public OptionalLong definitionsMicros() {
        return since(reply.definitionsMicros);
    }

    @Override
    public long totalMicros() {
        return Math.max(0, reply.endMicros - sentMicros);
    }

    private OptionalLong since(long micros) {
        return micros == ObservedReply.UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, micros - sentMicros));
    }
}
