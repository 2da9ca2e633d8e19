package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementLiterals;
import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.StatementCommand;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.Undecodable;
import io.mysqlproxy.protocol.message.Undecoded;
import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * Hides what people store and ask for: a literal is {@code ?}, and of parameters, rows, files and events nothing is told. What is not known to be free of
 * values is hidden, so that a message that is new to this class is no leak.
 */
final class Masking {
    private static final String MASK = "?";

    /** User-defined: the whole message comes from a procedure. */
    private static final Bytes SIGNAL = Bytes.utf8("45000");

    private Masking() {}

    /** The packet without its values; the very packet when it can have none. */
    static PacketEvent of(PacketEvent event) {
        MySqlMessage message = event.message();
        MySqlMessage masked = of(message);
        return masked.equals(message) ? event : new MaskedEvent(event, masked, MaskedBytes.of(event, message));
    }

    /** The message without its values. */
    static MySqlMessage of(MySqlMessage message) {
        return switch (message) {
            case Command.Query query ->
                new Command.Query(query.attributes().map(MaskedParameters::of), sql(query.sql()), query.oddities());
            case StatementCommand.StmtPrepare prepare -> new StatementCommand.StmtPrepare(sql(prepare.sql()));
            case HandshakeResponse41 response -> MaskedAttributes.of(response);
            case ChangeUser change -> MaskedAttributes.of(change);
            case ColumnDefinition41 column -> MaskedColumn.of(column, name -> Bytes.utf8(MASK));
            case Err err -> error(err);
            case Undecodable wrong -> wrong;
            case StmtExecute execute ->
                MaskedParameters.of(execute)
                        .<MySqlMessage>map(Function.identity())
                        .orElseGet(() -> hidden(execute));
            default -> Harmless.is(message) ? message : hidden(message);
        };
    }

    private static Undecoded hidden(MySqlMessage message) {
        return new Undecoded(Secret.of(message.unsafeEncoded()));
    }

    /** The statement with {@code ?} for each literal, within the quotes that it has. */
    static SqlText sql(SqlText sql) {
        Bytes text = sql.unsafeReveal();
        StringBuilder masked = new StringBuilder();
        int shown = 0;
        for (ByteRange literal : StatementLiterals.ranges(text, SqlMode.DEFAULT)) {
            masked.append(text.slice(shown, literal.start()).utf8()).append(MASK);
            shown = literal.end();
        }
        return SqlText.of(masked.append(text.slice(shown, text.length()).utf8()).toString());
    }

    /** The error without what it quotes: from the first quote to the last, since a value may have quotes of its own. */
    static Err error(Err err) {
        return new Err(err.code(), err.sqlState(), ErrorText.of(text(err)));
    }

    private static String text(Err err) {
        Bytes message = err.message().unsafeReveal();
        Optional<ByteRange> quoted = quoted(err);
        return quoted.map(range -> message.slice(0, range.start()).utf8()
                        + MASK
                        + message.slice(range.end(), message.length()).utf8())
                .orElseGet(message::utf8);
    }

    /** What of an error's message may hold values. */
    static Optional<ByteRange> quoted(Err err) {
        Bytes message = err.message().unsafeReveal();
        if (err.sqlState().filter(SIGNAL::equals).isPresent()) {
            return Optional.of(new ByteRange(0, message.length()));
        }
        String text = message.text(StandardCharsets.ISO_8859_1);
        int first = firstQuote(text);
        int last = Math.max(text.lastIndexOf('\''), text.lastIndexOf('"'));
        return first < last ? Optional.of(new ByteRange(first + 1, last)) : Optional.empty();
    }

    private static int firstQuote(String text) {
        int single = text.indexOf('\'');
        int both = text.indexOf('"');
        return single < 0 ? both : both < 0 ? single : Math.min(single, both);
    }
}
