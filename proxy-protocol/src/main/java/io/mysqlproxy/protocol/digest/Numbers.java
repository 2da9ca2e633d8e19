package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.digest.Lexeme.Kind;

/**
 * Numbers, and the names that begin with digits.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/9.7/en/number-literals.html">Numeric Literals</a>
 */
final class Numbers {
    private final Input input;

    Numbers(Input input) {
        this.input = input;
    }

    /** Whether what begins with this digit or dot is a name. */
    boolean isName() {
        int ahead = 0;
        if (input.peek() == '0' && (input.peek(1) == 'x' || input.peek(1) == 'b')) {
            int digits = radixDigits();
            return digits == 2 || Input.isIdentifier(input.peek(digits));
        }
        while (Input.isDigit(input.peek(ahead))) {
            ahead++;
        }
        return Input.isIdentifier(input.peek(ahead)) && exponent(ahead) == 0;
    }

    /** A number, which this is when it is no name. */
    Kind read(Lexeme lexeme) {
        if (input.peek() == '0' && (input.peek(1) == 'x' || input.peek(1) == 'b')) {
            input.position += radixDigits();
            return Kind.NUMBER;
        }
        input.skipDigits();
        int exponent = exponent(0);
        if (exponent > 0) {
            input.position += exponent;
            return Kind.NUMBER;
        }
        if (input.peek() != '.') {
            return Kind.INTEGER;
        }
        input.position++;
        input.skipDigits();
        if ((input.peek() | 0x20) != 'e') {
            return Kind.NUMBER;
        }
        exponent = exponent(0);
        if (exponent > 0) {
            input.position += exponent;
            return Kind.NUMBER;
        }
        return unfinished(lexeme);
    }

    /** A fraction with an exponent that has no digits: the server forgets the number and goes on with the character that should have been a digit. */
    private Kind unfinished(Lexeme lexeme) {
        input.position++;
        if (input.peek() == '+' || input.peek() == '-') {
            input.position++;
        }
        if (input.peek() == 0) {
            input.position = input.end;
            return Kind.END;
        }
        lexeme.token = Token.of(input.peek());
        input.position++;
        return Kind.TOKEN;
    }

    /** The length of {@code 0x1f} or {@code 0b01}, 2 when there are no digits. */
    private int radixDigits() {
        boolean hexadecimal = input.peek(1) == 'x';
        int length = 2;
        while (hexadecimal
                ? Input.isHexDigit(input.peek(length))
                : input.peek(length) == '0' || input.peek(length) == '1') {
            length++;
        }
        return length;
    }

    /** The length of an exponent so far ahead, as of {@code e-10}; 0 when there is none. */
    private int exponent(int ahead) {
        int length = ahead;
        if ((input.peek(length) | 0x20) != 'e') {
            return 0;
        }
        length++;
        if (input.peek(length) == '+' || input.peek(length) == '-') {
            length++;
        }
        if (!Input.isDigit(input.peek(length))) {
            return 0;
        }
        while (Input.isDigit(input.peek(length))) {
            length++;
        }
        return length - ahead;
    }
}
