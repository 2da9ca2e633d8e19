package io.mysqlproxy.cli.filter;

/** The answer to a question about something of which not everything is known: Kleene's logic. */
enum Truth {
    NO,
    UNKNOWN,
    YES;

    static Truth of(boolean answer) {
        return answer ? YES : NO;
    }

    Truth not() {
        return switch (this) {
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
            case YES -> NO;
        };
    }

    /** The less certain of both: one NO decides. */
    Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    /** The more certain of both: one YES decides. */
    Truth or(Truth other) {
        return compareTo(other) > 0 ? this : other;
    }
}
