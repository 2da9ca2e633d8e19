package io.mysqlproxy.cli;

import java.time.Duration;
import java.time.ZoneOffset;

/** Formats as tests want them: everything is shown, times are UTC, lines are as long as they are. */
final class Formats {
    private Formats() {}

    static TextFormat text(Paint paint, boolean hex, Disclosure disclosure) {
        return text(paint, new Look(Show.rows, hex, disclosure), Integer.MAX_VALUE);
    }

    /** @param width of the terminal, in columns */
    static TextFormat text(Paint paint, Look look, int width) {
        return new TextFormat(ZoneOffset.UTC, paint, look, Duration.ofSeconds(1), width);
    }

    static JsonFormat json(boolean hex, Disclosure disclosure) {
        return new JsonFormat(new Look(Show.rows, hex, disclosure));
    }
}
