package io.mysqlproxy.cli.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter's text into tokens. */
final class Lexer {
    /** Longest first, for {@code !=} begins with {@code !}. */
    private static final List<String> OPERATORS =
            List.of("==", "!=", "<>", "<=", ">=", "!~", "&&", "||", "=", "<", ">", "~", "!");

    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** What the text is made of, an END last. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Token.Kind.END, "", at, at);
        }
        char first = text.charAt(at);
        return switch (first) {
            case '(' -> mark(Token.Kind.OPEN);
            case ')' -> mark(Token.Kind.CLOSE);
            case ',' -> mark(Token.Kind.COMMA);
            case '\'', '"' -> quoted(first);
            default -> isWord(first) ? word() : operator();
        };
    }

    private Token mark(Token.Kind kind) {
        return new Token(kind, text.substring(at, at + 1), at, ++at);
    }

    /** A backslash is a backslash, as regular expressions want it; the quote itself is written twice. */
    private Token quoted(char quote) {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != quote) {
                content.append(next);
            } else if (at < text.length() && text.charAt(at) == quote) {
                content.append(quote);
                at++;
            } else {
                return new Token(Token.Kind.QUOTED, content.toString(), start, at);
            }
        }
        throw new FilterException("this quote is not closed", text, start, start + 1);
    }

    private Token word() {
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        return new Token(Token.Kind.WORD, text.substring(start, at), start, at);
    }

    private Token operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                int start = at;
                at += operator.length();
                return new Token(Token.Kind.OPERATOR, operator, start, at);
            }
        }
        throw new FilterException(
                "unexpected '" + text.charAt(at) + "' (a value with such characters needs quotes)", text, at, at + 1);
    }

    private static boolean isWord(char character) {
        return Character.isLetterOrDigit(character)
                || Character.isSurrogate(character)
                || "_.:/-%@$*+#".indexOf(character) >= 0;
    }
}
