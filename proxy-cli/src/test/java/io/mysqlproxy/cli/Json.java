package io.mysqlproxy.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists, strings, whole numbers and truths. For tests: what is no JSON is an exception without much explanation. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at != text.length()) {
            throw new IllegalArgumentException("more than one value: " + text);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // members of an object have names
    static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value, "no object");
    }

    private Object value() {
        space();
        char first = text.charAt(at);
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (char next = expect("{"); next != '}'; next = expect(",}")) {
            space();
            if (text.charAt(at) == '}') {
                continue;
            }
            String name = string();
            expect(":");
            if (members.put(name, value()) != null) {
                throw new IllegalArgumentException("twice: " + name);
            }
        }
        return members;
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        for (char next = expect("["); next != ']'; next = expect(",]")) {
            space();
            if (text.charAt(at) != ']') {
                values.add(value());
            }
        }
        return values;
    }

    private String string() {
        expect("\"");
        StringBuilder content = new StringBuilder();
        for (char next = text.charAt(at++); next != '"'; next = text.charAt(at++)) {
            content.append(next == '\\' ? escape() : next);
        }
        return content.toString();
    }

    private char escape() {
        char kind = text.charAt(at++);
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> kind;
        };
    }

    private BigInteger number() {
        int start = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return new BigInteger(text.substring(start, at));
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException("at " + at + ": " + text);
        }
        at += word.length();
        return value;
    }

    private char expect(String oneOf) {
        space();
        char found = text.charAt(at++);
        if (oneOf.indexOf(found) < 0) {
            throw new IllegalArgumentException("at " + at + " no " + oneOf + ": " + text);
        }
        return found;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
