package io.mysqlproxy.cli.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes a filter's text apart, by recursive descent:
 *
 * <pre>
 *   filter     = and   { ( "or"  | "||" ) and   } .
 *   and        = not   { ( "and" | "&amp;&amp;" ) not   } .
 *   not        = ( "not" | "!" ) not | "(" filter ")" | term .
 *   term       = field [ comparison ] .
 *   comparison = operator value
 *              | [ "not" ] "contains" value
 *              | [ "not" ] "in" "(" value { "," value } ")" .
 * </pre>
 */
final class Parser {
    /** Nobody writes so many parentheses, and each costs stack. */
    private static final int DEEPEST = 100;

    private final Source source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(String text) {
        this.source = new Source(text);
        this.tokens = Lexer.tokens(text);
    }

    static Expression parse(String text) {
        Parser parser = new Parser(text);
        if (parser.peek().kind() == Token.Kind.END) {
            throw parser.source.error(parser.peek(), "the filter is empty");
        }
        Expression expression = parser.or();
        Token rest = parser.peek();
        if (rest.kind() != Token.Kind.END) {
            throw parser.source.error(rest, "expected a comparison, 'and' or 'or' before '" + rest.text() + "'");
        }
        return expression;
    }

    private Expression or() {
        return chain(this::and, "or", "||", Expression.Or::new);
    }

    private Expression and() {
        return chain(this::not, "and", "&&", Expression.And::new);
    }

    private Expression chain(
            Supplier<Expression> part, String word, String mark, Function<List<Expression>, Expression> whole) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(part.get());
        } while (takeWord(word) || takeOperator(mark));
        return parts.size() == 1 ? parts.getFirst() : whole.apply(List.copyOf(parts));
    }

    private Expression not() {
        Token first = peek();
        if (++depth > DEEPEST) {
            throw source.error(first, "more than " + DEEPEST + " levels");
        }
        try {
            if (takeWord("not") || takeOperator("!")) {
                return new Expression.Not(not());
            }
            if (first.kind() == Token.Kind.OPEN) {
                at++;
                Expression inner = or();
                take(Token.Kind.CLOSE, "expected ')' for this '('", first);
                return inner;
            }
            return term();
        } finally {
            depth--;
        }
    }

    private Expression term() {
        Token name = take(Token.Kind.WORD, "expected a field, as in duration > 10ms", peek());
        if (name.is(Token.Kind.WORD, "and", "or", "in", "contains")) {
            throw source.error(name, "expected a field before '" + name.text() + "'");
        }
        Field field = Fields.named(name, source);
        Token operator = peek();
        boolean negated = takeNegation();
        Token word = peek();
        if (takeWord("in")) {
            return compared(field, word, Operator.EQUAL, values(), negated);
        }
        if (takeWord("contains")) {
            return compared(field, word, Operator.CONTAINS, List.of(value(word)), negated);
        }
        if (operator.kind() == Token.Kind.OPERATOR && !operator.is(Token.Kind.OPERATOR, "&&", "||", "!")) {
            at++;
            Operator meaning = meaning(operator);
            boolean opposite = operator.is(Token.Kind.OPERATOR, "!=", "<>", "!~");
            return compared(field, operator, meaning, List.of(value(operator)), opposite);
        }
        return new Expression.Term(field.name(), field.present(name, source));
    }

    private static Operator meaning(Token operator) {
        return switch (operator.text()) {
            case "<" -> Operator.LESS;
            case "<=" -> Operator.AT_MOST;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.AT_LEAST;
            case "~", "!~" -> Operator.MATCHES;
            default -> Operator.EQUAL;
        };
    }

    private Expression compared(Field field, Token operator, Operator meaning, List<Token> values, boolean opposite) {
        String right = values.size() == 1
                ? meaning + " " + values.getFirst().text()
                : values.stream().map(Token::text).collect(Collectors.joining(", ", "in (", ")"));
        Expression term =
                new Expression.Term(field.name() + " " + right, field.compared(operator, meaning, values, source));
        return opposite ? new Expression.Not(term) : term;
    }

    private List<Token> values() {
        Token open = take(Token.Kind.OPEN, "expected a list in parentheses, as in (a, b)", peek());
        List<Token> values = new ArrayList<>();
        do {
            values.add(value(open));
        } while (takeComma());
        take(Token.Kind.CLOSE, "expected ',' or ')' in this list", open);
        return List.copyOf(values);
    }

    private Token value(Token before) {
        Token value = peek();
        boolean isKeyword = value.is(Token.Kind.WORD, "and", "or", "not", "in", "contains");
        if (isKeyword || (value.kind() != Token.Kind.WORD && value.kind() != Token.Kind.QUOTED)) {
            throw source.error(
                    value,
                    "expected a value after '" + before.text() + "'"
                            + (isKeyword ? " (write '" + value.text() + "' in quotes if it is one)" : ""));
        }
        at++;
        return value;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take(Token.Kind kind, String problem, Token blamed) {
        Token token = peek();
        if (token.kind() != kind) {
            throw source.error(blamed, problem);
        }
        at++;
        return token;
    }

    private boolean takeComma() {
        return takeIf(peek().kind() == Token.Kind.COMMA);
    }

    private boolean takeWord(String word) {
        return takeIf(peek().is(Token.Kind.WORD, word));
    }

    private boolean takeOperator(String mark) {
        return takeIf(peek().is(Token.Kind.OPERATOR, mark));
    }

    /** The {@code not} of {@code not in} and {@code not contains}. */
    private boolean takeNegation() {
        return takeIf(peek().is(Token.Kind.WORD, "not") && tokens.get(at + 1).is(Token.Kind.WORD, "in", "contains"));
    }

    private boolean takeIf(boolean wanted) {
        if (wanted) {
            at++;
        }
        return wanted;
    }
}
