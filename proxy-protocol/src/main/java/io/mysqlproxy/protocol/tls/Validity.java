package io.mysqlproxy.protocol.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when until when a certificate counts. Begins a day before it is made, for clients whose clock is behind. */
record Validity(Instant notBefore, Instant notAfter) {
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration OF_AUTHORITY = Duration.ofDays(3653);

    /** 397 days in all: more than that some clients distrust. */
    private static final Duration OF_SERVER = Duration.ofDays(396);

    /** Ten years. */
    static Validity ofAuthority(Instant now) {
        return from(now, OF_AUTHORITY);
    }

    /** A server's certificate does not outlive the authority's. */
    static Validity ofServer(Instant now, X509Certificate issuer) {
        Validity own = from(now, OF_SERVER);
        Instant last = issuer.getNotAfter().toInstant();
        return own.notAfter.isAfter(last) ? new Validity(own.notBefore, last) : own;
    }

    private static Validity from(Instant now, Duration duration) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Validity(second.minus(BACKDATED), second.plus(duration));
    }
}
