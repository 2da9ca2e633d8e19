package io.mysqlproxy.cli.filter;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number counts, and so which units it may be written with. */
enum Unit {
    COUNT(Map.of("", 1L), "a whole number"),
    /** In bytes; {@code k} is 1000, {@code Ki} is 1024. */
    BYTES(
            Map.ofEntries(
                    Map.entry("", 1L),
                    Map.entry("b", 1L),
                    Map.entry("kb", 1_000L),
                    Map.entry("mb", 1_000_000L),
                    Map.entry("gb", 1_000_000_000L),
                    Map.entry("kib", 1L << 10),
                    Map.entry("mib", 1L << 20),
                    Map.entry("gib", 1L << 30)),
            "a number of bytes, as in 512, 64KiB, 2MB"),
    /** In microseconds; without a unit nobody knows whether 10 are long or short. */
    DURATION(
            Map.of("us", 1L, "µs", 1L, "ms", 1_000L, "s", 1_000_000L, "m", 60_000_000L, "h", 3_600_000_000L),
            "a duration with its unit, as in 500us, 10ms, 1.5s, 1m30s");

    /** More digits are no sensible number, and slow to calculate with. */
    private static final Pattern PART = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)([a-zµ]*)");

    @SuppressWarnings("ImmutableEnumChecker") // a Map.of
    private final Map<String, Long> factors;

    private final String description;

    Unit(Map<String, Long> factors, String description) {
        this.factors = factors;
        this.description = description;
    }

    /** The number in this unit's smallest. */
    long parse(String field, Token token, Source source) {
        // Two characters look like µ, and the Greek letter is what a keyboard's owner may have.
        String text = token.text().toLowerCase(Locale.ROOT).replace('μ', 'µ');
        if (this == DURATION && text.equals("0")) {
            return 0;
        }
        Matcher part = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            Long factor = factors.get(part.group(2));
            if (factor == null || (end > 0 && this != DURATION)) {
                break;
            }
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(factor)));
            end = part.end();
        }
        if (end == 0 || end < text.length()) {
            throw wrong(field, token, source);
        }
        try {
            return sum.longValueExact();
        } catch (ArithmeticException notWholeOrTooLarge) {
            throw wrong(field, token, source);
        }
    }

    private FilterException wrong(String field, Token token, Source source) {
        return source.error(token, "'" + token.text() + "' does not go with " + field + " (write " + description + ")");
    }
}
