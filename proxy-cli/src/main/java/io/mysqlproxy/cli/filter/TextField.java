package io.mysqlproxy.cli.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text. Compared letter by letter, searched without regard to case.
 *
 * @param known whether it is known what it is, or that there is none
 */
record TextField(String name, Predicate<Subject> known, Function<Subject, Optional<String>> value) implements Field {
    @Override
    public Condition present(Token token, Source source) {
        return condition(text -> !text.isEmpty());
    }

    @Override
    public Condition compared(Token operator, Operator meaning, List<Token> values, Source source) {
        Token first = values.getFirst();
        return switch (meaning) {
            case EQUAL -> {
                Set<String> texts = values.stream().map(Token::text).collect(Collectors.toUnmodifiableSet());
                yield condition(texts::contains);
            }
            case MATCHES -> {
                Pattern pattern = pattern(first, source);
                yield condition(text -> pattern.matcher(text).find());
            }
            case CONTAINS -> {
                String part = first.text().toLowerCase(Locale.ROOT);
                yield condition(text -> text.toLowerCase(Locale.ROOT).contains(part));
            }
            case LESS, AT_MOST, GREATER, AT_LEAST ->
                throw Field.mismatch(operator, source, name + ", a text", "= != ~ !~ contains in");
        };
    }

    /** RE2's regular expressions take time in proportion to the text, so that no statement, however it was made, can hold a session up. */
    private static Pattern pattern(Token token, Source source) {
        if (!RegexSize.isAcceptable(token.text())) {
            throw source.error(token, "this regular expression is too large");
        }
        try {
            return Pattern.compile(token.text(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
        } catch (PatternSyntaxException bad) {
            throw source.error(token, "not a regular expression of RE2: " + bad.getDescription());
        }
    }

    private Condition condition(Predicate<String> predicate) {
        return subject -> known.test(subject)
                ? Truth.of(value.apply(subject).filter(predicate).isPresent())
                : Truth.UNKNOWN;
    }
}
