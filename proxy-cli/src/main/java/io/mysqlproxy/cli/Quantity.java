package io.mysqlproxy.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers for people: three figures and a unit. */
final class Quantity {
    private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Quantity() {}

    /** Decimal units: {@code 412 B}, {@code 1.2 kB}, {@code 44 MB}. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 and not 1000: what would be printed as 1000 belongs to the next unit.
        while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : figures(value)) + " " + BYTE_UNITS[unit];
    }

    /** {@code 46 ms}, {@code 1.5 s}, {@code 2m 5s}, {@code 3h 12m}. */
    static String duration(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            return duration.toNanos() / 1000 + " µs";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
            return figures(duration.toMillis() / 1000.0) + " s";
        }
        return duration.compareTo(Duration.ofHours(1)) < 0
                ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
                : duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }

    /** What one exchange took: {@code 38 µs}, {@code 0.9 ms}, {@code 12.4 ms}, {@code 210 ms}, {@code 1.5 s}. */
    static String micros(long micros) {
        if (micros < 100) {
            return micros + " µs";
        }
        double millis = micros / 1000.0;
        // 99.95 and 999.5: what would be printed with one figure more belongs to the next form.
        if (millis < 99.95) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 999.5
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : duration(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** With separators: {@code 48,211}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** The count and its noun: {@code 1 session}, {@code 2 sessions}. */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String figures(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    }
}
