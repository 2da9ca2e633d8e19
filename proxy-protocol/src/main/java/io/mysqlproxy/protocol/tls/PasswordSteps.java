package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.Err;
import org.jspecify.annotations.Nullable;

/** What the log-in of a session needs of which only one leg is in TLS. Payloads in, payloads out; one packet is never answered by two. */
abstract class PasswordSteps {
    /** AuthMoreData, which a public key comes in. */
    static final byte MORE_DATA = 0x01;

    private static final byte CACHING_SHA2_KEY_REQUEST = 0x02;
    private static final byte SHA256_KEY_REQUEST = 0x01;
    private static final int ACCESS_DENIED = 1045;

    private final AuthProgress progress;
    private boolean first = true;

    /** Set by one pump and taken by the other. */
    private volatile byte @Nullable [] refusal;

    PasswordSteps(Greeting greeting) {
        this.progress = new AuthProgress(greeting);
    }

    final AuthProgress progress() {
        return progress;
    }

    /** What the server gets of the client's packet; null when it gets nothing. */
    final byte @Nullable [] onClientPacket(byte[] payload) {
        if (first) {
            first = false;
            return onHandshakeResponse(payload);
        }
        return onAnswer(payload);
    }

    abstract byte @Nullable [] onHandshakeResponse(byte[] payload);

    /** Of the packets behind the handshake response. */
    abstract byte @Nullable [] onAnswer(byte[] payload);

    /** What the client gets of the server's packet; null when it gets nothing. */
    abstract byte @Nullable [] onServerPacket(byte[] payload);

    /** After {@link #onServerPacket}: what the server is told at once, without the client; null mostly. */
    byte @Nullable [] takeAnswerForServer() {
        return null;
    }

    /** After {@link #onClientPacket}: what the client is told at once, without the server; null mostly. */
    byte @Nullable [] takeAnswerForClient() {
        return null;
    }

    /** The log-in cannot go on; {@link #takeRefusal} says why. */
    final boolean hasRefused() {
        return refusal != null;
    }

    /** An ERR for the client, once. */
    final byte @Nullable [] takeRefusal() {
        byte[] taken = refusal;
        refusal = null;
        return taken;
    }

    /** The log-in ends here, and the client is told why; the server gets nothing. */
    final byte @Nullable [] refuse(String reason) {
        refusal = Err.of(ACCESS_DENIED, "28000", reason).unsafeEncoded().toArray();
        return null;
    }

    /** Whether a client without TLS encrypts the password with a public key. */
    final boolean usesPublicKey() {
        return progress.kind() == AuthPlugin.SHA256_PASSWORD || progress.kind() == AuthPlugin.CACHING_SHA2_PASSWORD;
    }

    /** What it asks for that key with, if it {@link #usesPublicKey}. */
    final byte keyRequest() {
        return progress.kind() == AuthPlugin.SHA256_PASSWORD ? SHA256_KEY_REQUEST : CACHING_SHA2_KEY_REQUEST;
    }
}
