package io.mysqlproxy.cli.filter;

import java.util.List;

/** Something that a filter can ask for. A value that is not known makes the answer unknown; a value that there is not (an exchange's error) equals nothing. */
interface Field {
    String name();

    /**
     * The field by itself: whether there is any.
     *
     * @throws FilterException when that makes no sense
     */
    Condition present(Token token, Source source);

    /**
     * The field compared.
     *
     * @param values one, or with {@link Operator#EQUAL} one or more of which any will do
     * @throws FilterException when the field cannot be compared so
     */
    Condition compared(Token operator, Operator meaning, List<Token> values, Source source);

    /** Says what can be done with the field instead. */
    static FilterException mismatch(Token operator, Source source, String what, String operators) {
        return source.error(
                operator, "'" + operator.text() + "' does not go with " + what + " (use " + operators + ")");
    }
}
