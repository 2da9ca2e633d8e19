package io.mysqlproxy.cli.filter;

/** A filter as it was written, to point at a place of it. */
record Source(String text) {
    FilterException error(Token token, String problem) {
        return new FilterException(problem, text, token.start(), token.end());
    }
}
