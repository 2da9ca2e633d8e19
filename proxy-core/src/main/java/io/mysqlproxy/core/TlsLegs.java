package io.mysqlproxy.core;

import org.jspecify.annotations.Nullable;

/**
 * Which legs of a session are in TLS, and how.
 *
 * @param client between client and proxy; null when it is plain
 * @param server between proxy and server; null when it is plain
 */
public record TlsLegs(@Nullable TlsLeg client, @Nullable TlsLeg server) {
    /** {@code TLSv1.3 TLS_AES_256_GCM_SHA384 on both legs}, or what differs. */
    public String description() {
        String ours = text(client);
        String theirs = text(server);
        return ours.equals(theirs) ? ours + " on both legs" : "client " + ours + ", server " + theirs;
    }

    private static String text(@Nullable TlsLeg leg) {
        return leg == null ? "plain" : leg.version() + " " + leg.cipherSuite();
    }
}
