package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.SqlText;
import java.util.regex.Pattern;

/** A statement as people read it: on one line, without what must not be seen. */
final class StatementText {
    private static final Pattern LINE_BREAK = Pattern.compile("[ \\t]*[\\r\\n]\\s*");

    private StatementText() {}

    /** A line break and the indentation around it are one space; at most {@code limit} characters. */
    static String of(SqlText sql, Disclosure disclosure, int limit) {
        return Visible.text(LINE_BREAK.matcher(raw(sql, disclosure).strip()).replaceAll(" "), limit);
    }

    /** The statement as it was sent, line breaks and all, but for what must not be seen. */
    static String raw(SqlText sql, Disclosure disclosure) {
        return disclosure.secrets() ? sql.unsafeReveal().utf8() : sql.display();
    }
}
