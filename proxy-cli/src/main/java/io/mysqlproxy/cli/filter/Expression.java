package io.mysqlproxy.cli.filter;

import java.util.List;
import java.util.stream.Collectors;

/** A filter, taken apart. Its text has a pair of parentheses around all that belongs together. */
sealed interface Expression {
    Truth of(Subject subject);

    /**
     * One of them at least.
     *
     * @param parts two or more
     */
    record Or(List<Expression> parts) implements Expression {
        @Override
        public Truth of(Subject subject) {
            Truth truth = Truth.NO;
            for (int i = 0; i < parts.size() && truth != Truth.YES; i++) {
                truth = truth.or(parts.get(i).of(subject));
            }
            return truth;
        }

        @Override
        public String toString() {
            return joined(parts, " or ");
        }
    }

    /**
     * All of them.
     *
     * @param parts two or more
     */
    record And(List<Expression> parts) implements Expression {
        @Override
        public Truth of(Subject subject) {
            Truth truth = Truth.YES;
            for (int i = 0; i < parts.size() && truth != Truth.NO; i++) {
                truth = truth.and(parts.get(i).of(subject));
            }
            return truth;
        }

        @Override
        public String toString() {
            return joined(parts, " and ");
        }
    }

    record Not(Expression part) implements Expression {
        @Override
        public Truth of(Subject subject) {
            return part.of(subject).not();
        }

        @Override
        public String toString() {
            return "not " + part;
        }
    }

    /**
     * What one field must be.
     *
     * @param text as it could have been written
     */
    record Term(String text, Condition condition) implements Expression {
        @Override
        public Truth of(Subject subject) {
            return condition.of(subject);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static String joined(List<Expression> parts, String word) {
        return parts.stream().map(Expression::toString).collect(Collectors.joining(word, "(", ")"));
    }
}
