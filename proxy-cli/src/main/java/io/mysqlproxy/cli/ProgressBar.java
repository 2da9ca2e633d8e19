package io.mysqlproxy.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far the reading of long files has come, on one line of a terminal that is written over and over:
 *
 * <pre>
 *  45 % [=========           ] 123 MB of 270 MB, 12 s left
 * </pre>
 */
final class ProgressBar {
    /** Who is done sooner needs no bar. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_BAR = 40;
    /** What stands beside the bar. */
    private static final int TEXT_WIDTH = 45;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final int bar;
    private final long total;
    private final long began;
    private long next;
    private boolean visible;

    /**
     * @param columns of the terminal
     * @param total bytes there are to be read
     * @param nanos what time it is, as all times here in the terms of {@link System#nanoTime}
     */
    ProgressBar(PrintWriter terminal, int columns, long total, long nanos) {
        this.terminal = terminal;
        this.bar = Math.clamp(columns - TEXT_WIDTH, 1, MOST_BAR);
        this.total = total;
        this.began = nanos;
        this.next = nanos + PATIENCE.toNanos();
    }

    /** Shows that so many bytes were read, unless it was shown a moment ago. */
    void update(long done, long nanos) {
        if (nanos - next < 0 || total <= 0) {
            return;
        }
        next = nanos + PAUSE.toNanos();
        visible = true;
        double part = Math.min(1.0, (double) done / total);
        int full = (int) (bar * part);
        Duration left = part == 0 ? Duration.ZERO : Duration.ofNanos((long) ((nanos - began) * (1 - part) / part));
        terminal.print(ERASE_LINE
                + String.format(
                        Locale.ROOT,
                        "%3d %% [%s%s] %s of %s, %s left",
                        (int) (100 * part),
                        "=".repeat(full),
                        " ".repeat(bar - full),
                        Quantity.bytes(done),
                        Quantity.bytes(total),
                        Quantity.duration(left)));
        terminal.flush();
    }

    /** Leaves the line empty. */
    void clear() {
        if (visible) {
            terminal.print(ERASE_LINE);
            terminal.flush();
            visible = false;
        }
    }
}
