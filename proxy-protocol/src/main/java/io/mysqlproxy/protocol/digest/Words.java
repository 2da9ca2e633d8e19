package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Token.Trait;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keywords and operators of MySQL 9.7, from the resource {@code words.txt}, which explains itself. Words that print alike are one token. */
final class Words {
    static final WordTable KEYWORDS;
    static final WordTable FUNCTIONS;
    static final WordTable HINTS;
    static final WordTable CHARSETS;

    static final Token NULL;
    static final Token NOT;
    static final Token IS;
    static final Token IN;
    static final Token BY;
    static final Token WITH;
    static final Token ROLLUP;
    static final Token PIPES;

    static {
        Map<String, Token> tokens = new HashMap<>();
        Map<String, Token> keywords = new HashMap<>();
        Map<String, Token> functions = new HashMap<>();
        Map<String, Token> hints = new HashMap<>();
        Map<String, Token> charsets = new HashMap<>();
        for (String line : lines()) {
            int colon = line.indexOf(" : ");
            String[] names = (colon < 0 ? line : line.substring(0, colon)).split(" ");
            Set<String> notes =
                    Set.of(colon < 0 ? new String[0] : line.substring(colon + 3).split(" "));
            String printed = names[names.length - 1];
            if (notes.contains("hint")) {
                hints.put(names[0], new Token(printed, 2, true, Set.of()));
            } else if (notes.contains("charset")) {
                charsets.put(names[0], Token.CHARSET);
            } else {
                Token token = tokens.computeIfAbsent(printed, text -> new Token(text, 2, true, traits(notes)));
                (notes.contains("function") ? functions : keywords).put(names[0], token);
            }
        }
        KEYWORDS = new WordTable(keywords);
        FUNCTIONS = new WordTable(functions);
        HINTS = new WordTable(hints);
        CHARSETS = new WordTable(charsets);
        NULL = keyword("NULL");
        NOT = keyword("NOT");
        IS = keyword("IS");
        IN = keyword("IN");
        BY = keyword("BY");
        WITH = keyword("WITH");
        ROLLUP = keyword("ROLLUP");
        PIPES = keyword("||");
    }

    private Words() {}

    static Token keyword(String name) {
        Bytes bytes = Bytes.utf8(name);
        Token token = KEYWORDS.find(bytes, 0, bytes.length());
        if (token == null) {
            throw new IllegalArgumentException("no keyword: " + name);
        }
        return token;
    }

    /** The keyword between the offsets; a function's name is one only in front of a parenthesis. */
    static @Nullable Token find(Bytes sql, int start, int end, boolean parenthesisFollows) {
        Token keyword = KEYWORDS.find(sql, start, end);
        return keyword == null && parenthesisFollows ? FUNCTIONS.find(sql, start, end) : keyword;
    }

    private static Set<Trait> traits(Set<String> notes) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        notes.forEach(note -> traits.add(Trait.valueOf(note.toUpperCase(Locale.ROOT))));
        return traits;
    }

    private static List<String> lines() {
        try (InputStream resource = Words.class.getResourceAsStream("words.txt")) {
            if (resource == null) {
                throw new IllegalStateException("words.txt is not in the jar");
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
