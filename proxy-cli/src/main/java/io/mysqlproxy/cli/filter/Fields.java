package io.mysqlproxy.cli.filter;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.conversation.Transaction;
import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** All fields there are, by name. docs/filter.md says what each means, in this order. */
final class Fields {
    private static final List<Field> ALL = List.of(
            new NumberField("session", Unit.COUNT, subject -> true, subject -> OptionalLong.of(subject.session())),
            new AddressField("client", Subject::client),
            new TextField("user", known(Subject::user), text(Subject::user)),
            new TextField("schema", known(Subject::schema), text(Subject::schema)),
            new ChoiceField<>("command", commands(), Set.of(), of(Exchange::command)),
            new TextField("sql", known(Subject::exchange), Subject::sql),
            new TextField(
                    "digest",
                    known(Subject::exchange),
                    subject -> subject.digest().map(StatementDigest::text)),
            new TextField(
                    "digest_hash",
                    known(Subject::exchange),
                    subject -> subject.digest().map(StatementDigest::hash)),
            optional("duration", Unit.DURATION, exchange -> OptionalLong.of(exchange.totalMicros())),
            optional("first_byte", Unit.DURATION, Exchange::firstByteMicros),
            number("rows", Unit.COUNT, Exchange::rows),
            number("columns", Unit.COUNT, Exchange::columns),
            number("results", Unit.COUNT, Exchange::results),
            number("affected", Unit.COUNT, Exchange::affectedRows),
            number("warnings", Unit.COUNT, Exchange::warnings),
            number("bytes", Unit.BYTES, exchange -> exchange.requestBytes() + exchange.replyBytes()),
            number("request_bytes", Unit.BYTES, Exchange::requestBytes),
            number("reply_bytes", Unit.BYTES, Exchange::replyBytes),
            number("row_bytes", Unit.BYTES, Exchange::rowBytes),
            optional("error", Unit.COUNT, Fields::errorCode),
            ofError("sqlstate", error -> error.sqlState().map(Bytes::utf8)),
            ofError("message", error -> Optional.of(error.message().display())),
            new ChoiceField<>("outcome", names(Exchange.Outcome.values()), Set.of(), of(Exchange::outcome)),
            new ChoiceField<>(
                    "transaction",
                    names(Transaction.values()),
                    Set.of(Transaction.READ_WRITE, Transaction.READ_ONLY),
                    of(Fields::transaction)));

    private static final Map<String, Field> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Field::name, Function.identity()));

    private Fields() {}

    static Field named(Token token, Source source) {
        Field field = BY_NAME.get(token.text().toLowerCase(Locale.ROOT));
        if (field == null) {
            throw source.error(token, "unknown field " + token.text() + Nearest.hint(token.text(), names()));
        }
        return field;
    }

    static List<String> names() {
        return ALL.stream().map(Field::name).toList();
    }

    private static Field number(String name, Unit unit, ToLongFunction<Exchange> value) {
        return optional(name, unit, exchange -> OptionalLong.of(value.applyAsLong(exchange)));
    }

    private static Field optional(String name, Unit unit, Function<Exchange, OptionalLong> value) {
        return new NumberField(
                name,
                unit,
                known(Subject::exchange),
                subject -> subject.exchange().map(value).orElse(OptionalLong.empty()));
    }

    private static Field ofError(String name, Function<Err, Optional<String>> value) {
        return new TextField(
                name,
                known(Subject::exchange),
                subject -> subject.exchange().flatMap(Exchange::error).flatMap(value));
    }

    private static <T> Predicate<Subject> known(Function<Subject, Optional<T>> part) {
        return subject -> part.apply(subject).isPresent();
    }

    private static Function<Subject, Optional<String>> text(Function<Subject, Optional<Bytes>> part) {
        return subject -> part.apply(subject).map(Bytes::utf8);
    }

    private static <T> Function<Subject, Optional<T>> of(Function<Exchange, T> value) {
        return subject -> subject.exchange().map(value);
    }

    private static OptionalLong errorCode(Exchange exchange) {
        return exchange.error().map(error -> OptionalLong.of(error.code())).orElse(OptionalLong.empty());
    }

    /** The one the command was part of: what begins a transaction belongs to it, and so does what ends it. */
    private static Transaction transaction(Exchange exchange) {
        return switch (exchange.transactionAfter()) {
            case READ_WRITE, READ_ONLY -> exchange.transactionAfter();
            case NONE, UNKNOWN -> exchange.transactionBefore();
        };
    }

    private static <E extends Enum<E>> SortedMap<String, E> names(E[] constants) {
        SortedMap<String, E> names = new TreeMap<>();
        for (E constant : constants) {
            names.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return names;
    }

    /** {@code COM_STMT_EXECUTE}, {@code stmt_execute} and {@code execute} are the same; a dash may stand for an underscore, as in a trace. */
    private static SortedMap<String, PacketKind> commands() {
        SortedMap<String, PacketKind> commands = new TreeMap<>();
        for (PacketKind kind : PacketKind.values()) {
            String name = kind.manualName().toLowerCase(Locale.ROOT);
            if (name.startsWith("com_")) {
                commands.put(name, kind);
                commands.put(name.replaceFirst("^com_", ""), kind);
                commands.put(name.replaceFirst("^com_(stmt_)?", ""), kind);
            }
        }
        return commands;
    }
}
