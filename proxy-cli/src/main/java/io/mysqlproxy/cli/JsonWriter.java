package io.mysqlproxy.cli;

/**
 * Writes one JSON value into text, without white space; the caller gives the structure. Characters that a terminal would obey are escaped, so that a
 * line can be looked at as it is.
 */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder(512);

    JsonWriter beginObject() {
        separate();
        text.append('{');
        return this;
    }

    JsonWriter endObject() {
        text.append('}');
        return this;
    }

    JsonWriter beginArray() {
        separate();
        text.append('[');
        return this;
    }

    JsonWriter endArray() {
        text.append(']');
        return this;
    }

    /** The name of the object member whose value comes next. */
    JsonWriter name(String name) {
        value(name);
        text.append(':');
        return this;
    }

    JsonWriter value(String value) {
        separate();
        text.append('"');
        for (int i = 0; i < value.length(); ) {
            int character = value.codePointAt(i);
            append(character);
            i += Character.charCount(character);
        }
        text.append('"');
        return this;
    }

    JsonWriter value(long value) {
        separate();
        text.append(value);
        return this;
    }

    /** All 64 bits as a number from 0 up. */
    JsonWriter unsigned(long value) {
        separate();
        text.append(Long.toUnsignedString(value));
        return this;
    }

    JsonWriter value(boolean value) {
        separate();
        text.append(value);
        return this;
    }

    /** A number by its digits. */
    JsonWriter number(String digits) {
        separate();
        text.append(digits);
        return this;
    }

    /** SQL's NULL; what is absent has no member at all. */
    JsonWriter nothing() {
        separate();
        text.append("null");
        return this;
    }

    /** What was written. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** A string ends with a quote, so the last character tells whether something stands before the next value. */
    private void separate() {
        int length = text.length();
        if (length > 0) {
            char last = text.charAt(length - 1);
            if (last != '{' && last != '[' && last != ':') {
                text.append(',');
            }
        }
    }

    private void append(int character) {
        switch (character) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (Visible.isVisible(character)) {
                    text.appendCodePoint(character);
                } else if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                    // Half of a pair is no character, and strict readers refuse it.
                    text.append("\\ufffd");
                } else {
                    for (char unit : Character.toChars(character)) {
                        text.append(String.format("\\u%04x", (int) unit));
                    }
                }
            }
        }
    }
}
