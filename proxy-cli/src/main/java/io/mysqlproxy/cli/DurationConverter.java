package io.mysqlproxy.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code 2d}, or ISO 8601 as in {@code PT30S}; 1 ms or more. */
final class DurationConverter implements ITypeConverter<Duration> {
    private static final Pattern PARTS = Pattern.compile("(\\d{1,9}(ms|s|m|h|d))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    @Override
    public Duration convert(String value) {
        if (PARTS.matcher(value).matches()) {
            Duration sum = Duration.ZERO;
            Matcher part = PART.matcher(value);
            while (part.find()) {
                sum = sum.plus(of(Long.parseLong(part.group(1)), part.group(2)));
            }
            return positive(sum, value);
        }
        try {
            return positive(Duration.parse(value), value);
        } catch (DateTimeException notIso) {
            throw new TypeConversionException("'" + value + "' is no duration (write 500ms, 30s, 5m, 1h30m, or PT30S)");
        }
    }

    private static Duration positive(Duration duration, String value) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            throw new TypeConversionException("'" + value + "' is shorter than 1ms");
        }
        return duration;
    }

    private static Duration of(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
