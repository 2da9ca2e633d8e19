package io.mysqlproxy.cli.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of a few names.
 *
 * @param choices what may be written, in lower case, and the value it stands for
 * @param present the values that count as there being any; empty when that makes no sense
 * @param value empty when it is not known
 */
record ChoiceField<T>(String name, SortedMap<String, T> choices, Set<T> present, Function<Subject, Optional<T>> value)
        implements Field {
    @Override
    public Condition present(Token token, Source source) {
        if (present.isEmpty()) {
            throw source.error(token, name + " must be compared, as in " + name + " = " + choices.lastKey());
        }
        return condition(present);
    }

    @Override
    public Condition compared(Token operator, Operator meaning, List<Token> values, Source source) {
        if (meaning != Operator.EQUAL) {
            throw Field.mismatch(operator, source, name, "= != in");
        }
        return condition(values.stream().map(token -> choice(token, source)).collect(Collectors.toUnmodifiableSet()));
    }

    private T choice(Token token, Source source) {
        T choice = choices.get(token.text().toLowerCase(Locale.ROOT).replace('-', '_'));
        if (choice == null) {
            throw source.error(
                    token,
                    "unknown " + name + " '" + token.text() + "'" + Nearest.hint(token.text(), choices.keySet()));
        }
        return choice;
    }

    private Condition condition(Set<T> wanted) {
        return subject -> value.apply(subject)
                .map(present -> Truth.of(wanted.contains(present)))
                .orElse(Truth.UNKNOWN);
    }
}
