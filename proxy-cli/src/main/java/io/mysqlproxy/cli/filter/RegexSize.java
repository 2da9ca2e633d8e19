package io.mysqlproxy.cli.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression will be, told from its text: RE2 writes out {@code (a{1000}){1000}} a million times before anybody can ask.
 * Not exact, and it need not be: what is refused is far beyond what people write.
 */
final class RegexSize {
    /** Time and memory to match grow with it. */
    static final long LARGEST = 10_000;

    /** Each level costs stack. */
    static final int DEEPEST = 100;

    private final String pattern;
    private int at;

    private RegexSize(String pattern) {
        this.pattern = pattern;
    }

    static boolean isAcceptable(String pattern) {
        return new RegexSize(pattern).isAcceptable();
    }

    private boolean isAcceptable() {
        Deque<Long> outer = new ArrayDeque<>();
        long size = 0;
        while (at < pattern.length() && size <= LARGEST && outer.size() <= DEEPEST) {
            char next = pattern.charAt(at++);
            switch (next) {
                case '(' -> {
                    outer.push(size);
                    size = 1;
                }
                case ')' -> size = (outer.isEmpty() ? 0 : outer.pop()) + size * repeats();
                case '\\' -> {
                    at++;
                    size += repeats();
                }
                case '[' -> {
                    skipClass();
                    size += repeats();
                }
                default -> size += repeats();
            }
        }
        return size <= LARGEST && outer.size() <= DEEPEST;
    }

    /** To behind the bracket that closes; one that stands first is a member. */
    private void skipClass() {
        int first = pattern.startsWith("^", at) ? at + 1 : at;
        for (at = first; at < pattern.length(); at++) {
            char next = pattern.charAt(at);
            if (next == ']' && at > first) {
                at++;
                return;
            }
            if (next == '\\') {
                at++;
            }
        }
    }

    /** The larger number of {@code {1,5}}, if that is what comes next. */
    private long repeats() {
        int digit = at;
        long count = 0;
        long most = 1;
        if (digit >= pattern.length() || pattern.charAt(digit) != '{') {
            return 1;
        }
        for (digit++; digit < pattern.length(); digit++) {
            char next = pattern.charAt(digit);
            if (next >= '0' && next <= '9') {
                count = Math.min(LARGEST + 1, count * 10 + next - '0');
                most = Math.max(most, count);
            } else if (next == ',') {
                count = 0;
            } else {
                break;
            }
        }
        return most;
    }
}
