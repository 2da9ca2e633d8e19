package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of a statement gives away that no packet says otherwise (AUTO-6). */
final class StatementHints {
    private static final Pattern USE =
            Pattern.compile("\\s*use\\s+(?:`((?:[^`]|``)++)`|([^\\s;`]++))\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

    private StatementHints() {}

    /** The schema of a USE statement. */
    static Optional<Bytes> schemaUsed(Bytes sql) {
        Matcher use = USE.matcher(sql.utf8());
        if (!use.matches()) {
            return Optional.empty();
        }
        String quoted = use.group(1);
        return Optional.of(Bytes.utf8(quoted == null ? use.group(2) : quoted.replace("``", "`")));
    }

    /** Whether the statement sets the variable by which a replica asks for events that it will acknowledge (BIN-1). */
    static boolean asksForSemiSync(Bytes sql) {
        String text = sql.utf8().toLowerCase(Locale.ROOT);
        return text.contains("@rpl_semi_sync_replica") || text.contains("@rpl_semi_sync_slave");
    }
}
