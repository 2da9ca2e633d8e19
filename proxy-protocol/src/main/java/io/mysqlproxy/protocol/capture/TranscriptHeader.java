package io.mysqlproxy.protocol.capture;

import java.util.regex.Pattern;

/** What a header line can hold. */
final class TranscriptHeader {
    static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]*");

    private TranscriptHeader() {}

    static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a header key: \"" + key + "\"");
        }
        if (value.isEmpty() || !value.equals(value.strip()) || value.chars().anyMatch(c -> c == '\n' || c == '\r')) {
            throw new IllegalArgumentException(
                    "header " + key + ": not one line of text without white space around it");
        }
    }
}
