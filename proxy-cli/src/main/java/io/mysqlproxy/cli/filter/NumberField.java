package io.mysqlproxy.cli.filter;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * A whole number.
 *
 * @param known whether it is known what it is, or that there is none
 */
record NumberField(String name, Unit unit, Predicate<Subject> known, Function<Subject, OptionalLong> value)
        implements Field {
    @Override
    public Condition present(Token token, Source source) {
        return condition(number -> number != 0);
    }

    @Override
    public Condition compared(Token operator, Operator meaning, List<Token> values, Source source) {
        long[] limits = values.stream()
                .mapToLong(token -> unit.parse(name, token, source))
                .toArray();
        long limit = limits[0];
        return condition(
                switch (meaning) {
                    case EQUAL -> number -> isAmong(number, limits);
                    case LESS -> number -> number < limit;
                    case AT_MOST -> number -> number <= limit;
                    case GREATER -> number -> number > limit;
                    case AT_LEAST -> number -> number >= limit;
                    case MATCHES, CONTAINS ->
                        throw Field.mismatch(operator, source, name + ", a number", "= != < <= > >= in");
                });
    }

    private Condition condition(LongPredicate predicate) {
        return subject -> {
            if (!known.test(subject)) {
                return Truth.UNKNOWN;
            }
            OptionalLong number = value.apply(subject);
            return Truth.of(number.isPresent() && predicate.test(number.getAsLong()));
        };
    }

    private static boolean isAmong(long number, long[] numbers) {
        for (long one : numbers) {
            if (one == number) {
                return true;
            }
        }
        return false;
    }
}
