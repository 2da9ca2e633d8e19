package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that never took place: the first of session 1, by user app in schema shop, at {@link #TIME}, answered by an OK packet after 900 µs; each
 * method changes one thing and returns this very story.
 */
public final class ExchangeStory implements Exchange {
    public static final Instant TIME = FakeEvent.TIME;

    private final PacketKind command;
    private final @Nullable SqlText sql;
    private CharacterSet characterSet = CharacterSet.UTF8MB4;
    private long sessionId = 1;
    private long number = 1;
    private boolean sqlCut;
    private OptionalLong statementId = OptionalLong.empty();
    private Bytes user = Bytes.utf8("app");
    private Bytes schema = Bytes.utf8("shop");
    private Outcome outcome = Outcome.OK;
    private @Nullable Err error;
    private @Nullable Bytes unaskedFile;
    private int columns;
    private long rows;
    private long rowBytes;
    private long affectedRows;
    private long lastInsertId;
    private int warnings;
    private long requestBytes;
    private long replyBytes = 7;
    private Transaction before = Transaction.NONE;
    private Transaction after = Transaction.NONE;
    private Instant time = TIME;
    private OptionalLong definitionsMicros = OptionalLong.empty();
    private long totalMicros = 900;

    private ExchangeStory(PacketKind command, @Nullable SqlText sql) {
        this.command = command;
        this.sql = sql;
        this.requestBytes = 1L + (sql == null ? 0 : sql.length());
    }

    /** A command without SQL, as COM_PING. */
    public static ExchangeStory of(PacketKind command) {
        return new ExchangeStory(command, null);
    }

    /** A command that has SQL of its own, or of the prepared statement it names. */
    public static ExchangeStory of(PacketKind command, String sql) {
        return new ExchangeStory(command, SqlText.of(sql));
    }

    /** COM_QUERY. */
    public static ExchangeStory query(String sql) {
        return of(PacketKind.COM_QUERY, sql);
    }

    /** COM_QUERY of a session in that character set. */
    public static ExchangeStory query(Bytes sql, CharacterSet characterSet) {
        ExchangeStory story = new ExchangeStory(PacketKind.COM_QUERY, SqlText.of(sql));
        story.characterSet = characterSet;
        return story;
    }

    /** COM_STMT_EXECUTE of prepared statement 1. */
    public static ExchangeStory execute(String sql) {
        return of(PacketKind.COM_STMT_EXECUTE, sql).ofStatement(1);
    }

    public ExchangeStory inSession(long id) {
        sessionId = id;
        return this;
    }

    public ExchangeStory asNumber(long value) {
        number = value;
        return this;
    }

    public ExchangeStory cut() {
        sqlCut = true;
        return this;
    }

    public ExchangeStory ofStatement(long id) {
        statementId = OptionalLong.of(id);
        return this;
    }

    public ExchangeStory by(String name) {
        user = Bytes.utf8(name);
        return this;
    }

    public ExchangeStory in(String name) {
        schema = Bytes.utf8(name);
        return this;
    }

    /** Answered by a result set. */
    public ExchangeStory giving(int width, long height, long bytes) {
        columns = width;
        rows = height;
        rowBytes = bytes;
        replyBytes = bytes + 64L * width;
        definitionsMicros = OptionalLong.of(totalMicros / 2);
        return this;
    }

    public ExchangeStory affecting(long count) {
        affectedRows = count;
        return this;
    }

    public ExchangeStory inserting(long id) {
        lastInsertId = id;
        return this;
    }

    public ExchangeStory warning(int count) {
        warnings = count;
        return this;
    }

    /** Answered by an error, perhaps after rows. */
    public ExchangeStory failing(int code, String sqlState, String message) {
        outcome = Outcome.ERROR;
        error = Err.of(code, sqlState, message);
        return this;
    }

    public ExchangeStory unanswered() {
        outcome = Outcome.UNANSWERED;
        replyBytes = 0;
        return this;
    }

    /** As COM_QUIT has none by design. */
    public ExchangeStory withoutReply() {
        outcome = Outcome.NO_REPLY;
        replyBytes = 0;
        totalMicros = 0;
        return this;
    }

    public ExchangeStory sized(long request, long reply) {
        requestBytes = request;
        replyBytes = reply;
        return this;
    }

    public ExchangeStory inTransaction(Transaction wasBefore, Transaction isAfter) {
        before = wasBefore;
        after = isAfter;
        return this;
    }

    public ExchangeStory at(Instant when) {
        time = when;
        return this;
    }

    public ExchangeStory taking(long micros) {
        totalMicros = micros;
        return this;
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
        return Optional.ofNullable(sql);
    }

    @Override
    public boolean isSqlCut() {
        return sqlCut;
    }

    @Override
    public OptionalLong statementId() {
        return statementId;
    }

    @Override
    public Bytes user() {
        return user;
    }

    @Override
    public Bytes schema() {
        return schema;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }

    @Override
    public Optional<Err> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public int results() {
        return columns == 0 ? 0 : 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long affectedRows() {
        return affectedRows;
    }

    @Override
    public long lastInsertId() {
        return lastInsertId;
    }

    @Override
    public int warnings() {
        return warnings;
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public long replyBytes() {
        return replyBytes;
    }

    @Override
    public long rowBytes() {
        return rowBytes;
    }

    @Override
    public Transaction transactionBefore() {
        return before;
    }

    @Override
    public Transaction transactionAfter() {
        return after;
    }

    @Override
    public Instant time() {
        return time;
    }

    @Override
    public OptionalLong firstByteMicros() {
        return replyBytes == 0 ? OptionalLong.empty() : OptionalLong.of(totalMicros / 3);
    }

    @Override
    public OptionalLong definitionsMicros() {
        return definitionsMicros;
    }

    @Override
    public long totalMicros() {
        return totalMicros;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public List<Parameter> attributes() {
        return List.of();
    }

    @Override
    public CharacterSet characterSet() {
        return characterSet;
    }

    @Override
    public SqlMode sqlMode() {
        return SqlMode.DEFAULT;
    }

    /** The server asked for the file although nobody had offered one. */
    public ExchangeStory askedFor(String file) {
        unaskedFile = Bytes.utf8(file);
        return this;
    }

    @Override
    public Optional<Bytes> requestedFile() {
        return Optional.ofNullable(unaskedFile);
    }

    @Override
    public boolean isFileUnasked() {
        return unaskedFile != null;
    }
}
