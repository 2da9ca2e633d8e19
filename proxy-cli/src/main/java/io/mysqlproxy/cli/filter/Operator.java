package io.mysqlproxy.cli.filter;

/** How a field is compared. What is written as {@code !=}, {@code !~} or {@code not in} is the opposite of one of these. */
enum Operator {
    /** {@code in} as well, with more than one value. */
    EQUAL("="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    MATCHES("~"),
    CONTAINS("contains");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    /** As it is written. */
    @Override
    public String toString() {
        return text;
    }
}
