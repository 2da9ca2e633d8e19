package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementLiterals;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.BinlogEvent;
import io.mysqlproxy.protocol.message.BinlogEventBody;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.LocalInfileData;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.ParameterValue;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StmtBulkExecute;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.StmtSendLongData;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The values that were spoken of in a captured session, and the words around them. */
final class Spoken {
    /** What is shorter, or a short number, is found anywhere. */
    private static final Pattern TELLING = Pattern.compile("(?s)(?=.*\\p{Alpha}).{6,200}|\\d{9,60}");

    /** Whose digits are found anywhere: a number of eight bytes. */
    private static final int LONGEST_NUMBER = 8;

    /** What the program says itself. */
    private static final Pattern OWN_WORD =
            Pattern.compile("(utf8|latin1)\\w*|characteristics|decimal|timestamp|varchar|after ?");

    private final Set<String> values = new LinkedHashSet<>();
    private final StringBuilder words = new StringBuilder();

    static Spoken of(Path transcript) {
        Spoken spoken = new Spoken();
        PacketDecoder decoder = new PacketDecoder(1, spoken::onPacket);
        Transcript.load(transcript).replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
        return spoken;
    }

    /** Those that are no words as well: a name that is also a value cannot be told from it. */
    Set<String> values() {
        String known = words.toString();
        return values.stream()
                .filter(value -> TELLING.matcher(value).matches()
                        && !known.contains(value)
                        && !OWN_WORD.matcher(value).matches())
                .flatMap(value -> Stream.of(value, Bytes.utf8(value).toHex()))
                .collect(Collectors.toSet());
    }

    private void onPacket(PacketEvent event) {
        MySqlMessage message = event.message();
        switch (message) {
            case Command.Query query -> {
                statement(query.sql());
                query.attributes()
                        .ifPresent(attributes -> attributes.attributes().forEach(attribute -> {
                            words.append(attribute.name()).append('\n');
                            value(attribute.value());
                        }));
            }
            case StatementCommand.StmtPrepare prepare -> statement(prepare.sql());
            case StmtExecute execute -> execute.parameters().values().forEach(this::value);
            case StmtBulkExecute execute ->
                execute.rows().forEach(row -> row.values().forEach(this::value));
            case StmtSendLongData data -> value(data.data());
            case LocalInfileData data -> data.content().utf8().lines().forEach(values::add);
            case TextRow row -> row.values().stream().flatMap(Optional::stream).forEach(this::value);
            case BinaryRow row -> row.values().forEach(this::value);
            case BinlogEvent binlog -> event(binlog.body());
            case ColumnDefinition41 column -> {
                if (!column.originalName().isEmpty()) {
                    words.append(column.name().utf8()).append('\n');
                }
                words.append(column.originalName().utf8())
                        .append('\n')
                        .append(column.table().utf8())
                        .append('\n');
                words.append(column.schema().utf8())
                        .append('\n')
                        .append(column.originalTable().utf8())
                        .append('\n');
            }
            default -> words.append(message).append('\n');
        }
    }

    private void event(BinlogEventBody body) {
        switch (body) {
            case BinlogEventBody.Query query -> statement(query.sql());
            case BinlogEventBody.RowsQuery rows -> statement(rows.sql());
            case BinlogEventBody.AnnotateRows rows -> statement(rows.sql());
            default -> words.append(body).append('\n');
        }
    }

    private void statement(SqlText sql) {
        Bytes text = sql.unsafeReveal();
        StatementLiterals.ranges(text, SqlMode.DEFAULT).forEach(range -> value(text.slice(range.start(), range.end())));
        words.append(StatementLiterals.masked(text, SqlMode.DEFAULT).utf8()).append('\n');
    }

    private void value(ParameterValue value) {
        if (value instanceof Value known) {
            value(known.wire());
            values.add(known.text());
        }
    }

    private void value(Bytes bytes) {
        values.add(bytes.utf8());
        if (bytes.length() > LONGEST_NUMBER && bytes.printable().isEmpty()) {
            values.add(bytes.toHex());
        }
    }

    /** For the message of a failure. */
    @Override
    public String toString() {
        return List.copyOf(values()).toString();
    }
}
