package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.Err;
import org.jspecify.annotations.Nullable;

/** What the log-in of a session needs of which only one leg is in TLS. Payloads in, payloads out; one packet is never answered by two. */
interface PasswordSteps {
    /** What the server gets of the client's packet; null when it gets nothing. */
    byte @Nullable [] onClientPacket(byte[] payload);

    /** What the client gets of the server's packet; null when it gets nothing. */
    byte @Nullable [] onServerPacket(byte[] payload);

    /** After {@link #onServerPacket}: what the server is told at once, without the client; null mostly. */
    default byte @Nullable [] takeAnswerForServer() {
        return null;
    }

    /** After {@link #onClientPacket}: what the client is told at once, without the server; null mostly. */
    default byte @Nullable [] takeAnswerForClient() {
        return null;
    }

    /** The log-in cannot go on; {@link #takeRefusal} says why. */
    default boolean hasRefused() {
        return false;
    }

    /** An ERR for the client, once. */
    default byte @Nullable [] takeRefusal() {
        return null;
    }

    /** An ERR that says why a log-in cannot go on. */
    static byte[] denial(String reason) {
        int accessDenied = 1045;
        return Err.of(accessDenied, "28000", reason).unsafeEncoded().toArray();
    }
}
