package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.SqlLexer.SkipListener;

/**
 * White space and comments. What stands in a comment for servers of a version is part of the statement when MySQL 9.7 executes it.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/comments.html">Comments</a>
 */
final class Comments {
    /** As in {@code /*!90704}. */
    private static final int SERVER_VERSION = 90704;

    private final Input input;
    private final SkipListener listener;
    /** Between the delimiters of a comment that is executed. */
    private boolean executing;

    Comments(Input input, SkipListener listener) {
        this.input = input;
        this.listener = listener;
    }

    /** Goes to the next word. False at a comment that has no end. */
    boolean skip() {
        while (true) {
            input.skipSpaces();
            switch (input.peek()) {
                case '#' -> skipLine();
                case '-' -> {
                    if (input.peek(1) != '-' || !isSpaceOrControl(input.peek(2))) {
                        return true;
                    }
                    skipLine();
                }
                case '/' -> {
                    if (input.peek(1) != '*') {
                        return true;
                    }
                    if (!open()) {
                        return false;
                    }
                }
                case '*' -> {
                    if (!executing || input.peek(1) != '/') {
                        return true;
                    }
                    input.position += 2;
                    executing = false;
                }
                case 0 -> {
                    return !executing || !input.isAtEnd();
                }
                default -> {
                    return true;
                }
            }
        }
    }

    /** To the line's end, which the server also takes a zero byte for. */
    private void skipLine() {
        int start = input.position;
        while (input.peek() != '\n' && input.peek() != 0) {
            input.position++;
        }
        listener.onSkipped(start, input.position);
    }

    private boolean open() {
        int start = input.position;
        if (input.peek(2) != '!') {
            input.position += 2;
            return close(start, false);
        }
        input.position += 3;
        int digits = 0;
        int version = 0;
        while (digits < 5 && Input.isDigit(input.peek(digits))) {
            version = version * 10 + input.peek(digits++) - '0';
        }
        if (digits == 5) {
            if (Input.isDigit(input.peek(5)) && Input.isSpace(input.peek(6))) {
                version = version * 10 + input.peek(digits++) - '0';
            }
            if (version > SERVER_VERSION) {
                return close(start, true);
            }
            input.position += digits;
        }
        executing = true;
        return true;
    }

    /** Goes behind the end of a comment, in which others may be nested, one deep. */
    private boolean close(int start, boolean nesting) {
        boolean nested = false;
        while (!input.isAtEnd()) {
            if (input.peek() == '*' && input.peek(1) == '/') {
                input.position += 2;
                if (!nested) {
                    listener.onSkipped(start, input.position);
                    return true;
                }
                nested = false;
            } else if (nesting && !nested && input.peek() == '/' && input.peek(1) == '*') {
                input.position += 2;
                nested = true;
            } else {
                input.position++;
            }
        }
        input.position = start;
        return false;
    }

    private static boolean isSpaceOrControl(int c) {
        return c <= ' ' || c == 0x7f;
    }
}
