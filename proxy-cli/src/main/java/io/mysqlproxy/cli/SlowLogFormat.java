package io.mysqlproxy.cli;

/** Exchanges as MySQL's slow query log has them, and nothing else: readers of that log would not know what to do with it. */
final class SlowLogFormat implements TraceFormat {
    private final Disclosure disclosure;

    SlowLogFormat(Disclosure disclosure) {
        this.disclosure = disclosure;
    }

    @Override
    public String exchange(TracedExchange traced) {
        return SlowLogEntry.of(
                traced.exchange(),
                traced.session().clientHost(),
                sql -> StatementText.raw(sql, traced.exchange().characterSet(), disclosure));
    }
}
