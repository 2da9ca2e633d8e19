package io.mysqlproxy.cli.filter;

/** What one field must be. Asked from many threads at once. */
@FunctionalInterface
interface Condition {
    Truth of(Subject subject);
}
