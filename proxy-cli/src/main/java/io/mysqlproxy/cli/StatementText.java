package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.SqlText;
import java.util.regex.Pattern;

/** A statement as people read it: on one line, without what must not be seen. */
final class StatementText {
    private static final Pattern LINE_BREAK = Pattern.compile("[ \\t]*[\\r\\n]\\s*");

    private StatementText() {}

    /** A line break and the indentation around it are one space; at most {@code limit} characters. */
    static String of(SqlText sql, Disclosure disclosure, int limit) {
        return oneLine(raw(sql, disclosure), limit);
    }

    /** As {@link #of(SqlText, Disclosure, int)}, of a statement in that character set. */
    static String of(SqlText sql, CharacterSet characterSet, Disclosure disclosure, int limit) {
        return oneLine(raw(sql, characterSet, disclosure), limit);
    }

    /** The statement as it was sent, line breaks and all, but for what must not be seen. */
    static String raw(SqlText sql, Disclosure disclosure) {
        return raw(sql, CharacterSet.UTF8MB4, disclosure);
    }

    /** As {@link #raw(SqlText, Disclosure)}, of a statement in that character set. */
    static String raw(SqlText sql, CharacterSet characterSet, Disclosure disclosure) {
        return disclosure.secrets() ? characterSet.text(sql.unsafeReveal()) : sql.display(characterSet);
    }

    private static String oneLine(String text, int limit) {
        return Visible.text(LINE_BREAK.matcher(text.strip()).replaceAll(" "), limit);
    }
}
