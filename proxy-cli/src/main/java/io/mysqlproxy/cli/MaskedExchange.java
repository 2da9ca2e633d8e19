package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An exchange whose statement and error are told without values. */
record MaskedExchange(Exchange exchange) implements Exchange {
    @Override
    public long sessionId() {
        return exchange.sessionId();
    }

    @Override
    public long number() {
        return exchange.number();
    }

    @Override
    public PacketKind command() {
        return exchange.command();
    }

    @Override
    public Optional<SqlText> sql() {
        return exchange.sql().map(Masking::sql);
    }

    @Override
    public boolean isSqlCut() {
        return exchange.isSqlCut();
    }

    @Override
    public OptionalLong statementId() {
        return exchange.statementId();
    }

    @Override
    public List<Parameter> parameters() {
        return MaskedParameters.of(exchange.parameters());
    }

    @Override
    public List<Parameter> attributes() {
        return MaskedParameters.of(exchange.attributes());
    }

    /** A masked statement is written anew. */
    @Override
    public CharacterSet characterSet() {
        return CharacterSet.UTF8MB4;
    }

    @Override
    public SqlMode sqlMode() {
        return exchange.sqlMode();
    }

    /** Of the statement as it was sent, which holds no values. */
    @Override
    public Optional<StatementDigest> digest() {
        return exchange.digest();
    }

    @Override
    public Bytes user() {
        return exchange.user();
    }

    @Override
    public Bytes schema() {
        return exchange.schema();
    }

    @Override
    public Outcome outcome() {
        return exchange.outcome();
    }

    @Override
    public Optional<Err> error() {
        return exchange.error().map(Masking::error);
    }

    @Override
    public int results() {
        return exchange.results();
    }

    @Override
    public int columns() {
        return exchange.columns();
    }

    @Override
    public long rows() {
        return exchange.rows();
    }

    @Override
    public long affectedRows() {
        return exchange.affectedRows();
    }

    @Override
    public long lastInsertId() {
        return exchange.lastInsertId();
    }

    @Override
    public int warnings() {
        return exchange.warnings();
    }

    @Override
    public long requestBytes() {
        return exchange.requestBytes();
    }

    @Override
    public long replyBytes() {
        return exchange.replyBytes();
    }

    @Override
    public long rowBytes() {
        return exchange.rowBytes();
    }

    @Override
    public Transaction transactionBefore() {
        return exchange.transactionBefore();
    }

    @Override
    public Transaction transactionAfter() {
        return exchange.transactionAfter();
    }

    @Override
    public Instant time() {
        return exchange.time();
    }

    @Override
    public OptionalLong firstByteMicros() {
        return exchange.firstByteMicros();
    }

    @Override
    public OptionalLong definitionsMicros() {
        return exchange.definitionsMicros();
    }

    @Override
    public long totalMicros() {
        return exchange.totalMicros();
    }

    /** The name may tell as much as a value (SEC-14). */
    @Override
    public Optional<Bytes> requestedFile() {
        return exchange.requestedFile().map(name -> Bytes.utf8("?"));
    }

    @Override
    public boolean isFileUnasked() {
        return exchange.isFileUnasked();
    }
}
