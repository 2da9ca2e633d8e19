package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.QueryAttributes;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.OptionalLong;

/** The members of an {@code exchange} event: what is absent has none, and neither has a count that means nothing for the command. */
final class JsonExchange {
    private final JsonWriter json;
    private final JsonFields fields;
    private final Disclosure disclosure;

    JsonExchange(JsonWriter json, Disclosure disclosure) {
        this.json = json;
        this.fields = new JsonFields(json, disclosure);
        this.disclosure = disclosure;
    }

    void write(TracedExchange traced) {
        Exchange exchange = traced.exchange();
        json.name("exchange").value(exchange.number());
        json.name("command").value(exchange.command().manualName());
        exchange.sql()
                .ifPresent(sql -> json.name("sql").value(StatementText.raw(sql, exchange.characterSet(), disclosure)));
        if (exchange.isSqlCut()) {
            json.name("sql_cut").value(true);
        }
        number("statement_id", exchange.statementId());
        text("user", exchange.user());
        text("schema", exchange.schema());
        traced.command().ifPresent(this::command);
        json.name("outcome").value(JsonFields.snakeCase(exchange.outcome().name()));
        exchange.error().ifPresent(this::error);
        reply(exchange);
        exchange.requestedFile().ifPresent(file -> text("requested_file", file));
        if (exchange.isFileUnasked()) {
            json.name("file_unasked").value(true);
        }
        json.name("transaction_before")
                .value(JsonFields.snakeCase(exchange.transactionBefore().name()));
        json.name("transaction_after")
                .value(JsonFields.snakeCase(exchange.transactionAfter().name()));
        number("first_byte_us", exchange.firstByteMicros());
        number("definitions_us", exchange.definitionsMicros());
        json.name("total_us").value(exchange.totalMicros());
    }

    /** What the command has beside the statement. */
    private void command(Command command) {
        switch (command) {
            case Command.Query query -> query.attributes().ifPresent(this::attributes);
            case StatementCommand.StmtPrepare prepare -> {}
            case StmtExecute execute ->
                fields.member("parameters", execute.parameters().values());
            default -> fields.member("message", command);
        }
    }

    private void attributes(QueryAttributes attributes) {
        if (attributes.attributes().isEmpty()) {
            return;
        }
        json.name("attributes").beginArray();
        for (Parameter attribute : attributes.attributes()) {
            json.beginObject();
            json.name("name").value(attribute.name());
            fields.member("value", attribute.value());
            json.endObject();
        }
        json.endArray();
    }

    private void reply(Exchange exchange) {
        json.name("results").value(exchange.results());
        if (exchange.results() > 0) {
            json.name("columns").value(exchange.columns());
        }
        if (exchange.results() > 0 || exchange.rows() > 0) {
            json.name("rows").unsigned(exchange.rows());
            json.name("row_bytes").unsigned(exchange.rowBytes());
        }
        json.name("affected_rows").unsigned(exchange.affectedRows());
        if (exchange.lastInsertId() != 0) {
            json.name("last_insert_id").unsigned(exchange.lastInsertId());
        }
        json.name("warnings").value(exchange.warnings());
        json.name("request_bytes").unsigned(exchange.requestBytes());
        json.name("reply_bytes").unsigned(exchange.replyBytes());
    }

    /** Without {@code type}: it can be nothing else. */
    private void error(Err err) {
        json.name("error").beginObject();
        json.name("code").value(err.code());
        fields.member("sql_state", err.sqlState());
        fields.member("message", err.message());
        json.endObject();
    }

    private void text(String name, Bytes value) {
        if (!value.isEmpty()) {
            fields.member(name, value);
        }
    }

    private void number(String name, OptionalLong value) {
        value.ifPresent(number -> json.name(name).unsigned(number));
    }
}
