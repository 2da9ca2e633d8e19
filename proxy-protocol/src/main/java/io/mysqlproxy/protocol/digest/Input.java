package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.wire.Bytes;

/** The statement's bytes and how far they were read. What lies behind the end reads as 0. */
final class Input {
    final Bytes sql;
    final int end;
    int position;

    Input(Bytes sql) {
        this.sql = sql;
        end = sql.length();
    }

    int at(int index) {
        return index < end ? sql.byteAt(index) : 0;
    }

    int peek() {
        return at(position);
    }

    int peek(int ahead) {
        return at(position + ahead);
    }

    boolean isAtEnd() {
        return position >= end;
    }

    void skipSpaces() {
        while (isSpace(peek())) {
            position++;
        }
    }

    void skipDigits() {
        while (isDigit(peek())) {
            position++;
        }
    }

    void skipIdentifier() {
        while (isIdentifier(peek())) {
            position++;
        }
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(int c) {
        return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
    }

    /** Whether the byte may stand in an identifier without quotes; all of a character beyond ASCII may. */
    static boolean isIdentifier(int c) {
        return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || isDigit(c) || c == '_' || c == '$' || c >= 0x80;
    }
}
