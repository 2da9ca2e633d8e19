package io.mysqlproxy.cli.filter;

/** What is to be seen, in the language of {@code --filter}. Immutable, and asked from many threads at once. */
public final class Filter {
    /** Lets everything through. */
    public static final Filter ALL = new Filter(new Expression.Term("everything", subject -> Truth.YES));

    /** In characters: a long list of users fits, and nothing that would take long to prepare. */
    static final int LONGEST = 8192;

    private final Expression expression;

    private Filter(Expression expression) {
        this.expression = expression;
    }

    /**
     * Reads a filter.
     *
     * @throws FilterException when the text is no filter; nothing else is thrown, whatever the text
     */
    public static Filter parse(String text) {
        if (text.length() > LONGEST) {
            throw new FilterException("the filter is longer than " + LONGEST + " characters", text, LONGEST, LONGEST);
        }
        return new Filter(Parser.parse(text));
    }

    /**
     * Whether the filter is true of this. What asks for something that is not known is not true, and neither is its opposite: a filter on durations lets no
     * packet through, for a packet has none.
     */
    public boolean accepts(Subject subject) {
        return expression.of(subject) == Truth.YES;
    }

    /** Whether it lets everything through without looking. */
    @SuppressWarnings(
            "ReferenceEquality") // the constant itself: a filter that was written down may be true of everything, and
    // is asked all the same
    public boolean isAll() {
        return this == ALL;
    }

    /** The filter with a pair of parentheses around all that belongs together. */
    @Override
    public String toString() {
        return expression.toString();
    }
}
