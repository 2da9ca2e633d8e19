package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.Err;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Only the client is in TLS, and sends what it would not send to a server in clear. The proxy does in its place what a client without TLS does: it asks the
 * server for its public key and encrypts the password with that. Where a plugin knows no such way, the client is refused: a password that its user meant to be
 * encrypted does not leave in clear.
 *
 * <pre>
 *   client  password 00 ──►  proxy  02 (key, please) ──►  server
 *                            proxy  ◄── 01 public key     server
 *                            proxy  RSA(password) ─────►  server
 * </pre>
 */
final class TerminatedSteps implements PasswordSteps {
    private static final int ER_ACCESS_DENIED = 1045;
    private static final int MORE_DATA = 0x01;
    private static final byte[] CACHING_SHA2_KEY_REQUEST = {0x02};
    private static final byte[] SHA256_KEY_REQUEST = {0x01};

    private final AuthProgress progress;
    private final byte[] requestedFlags;
    private boolean first = true;

    /** Waits for the server's key. Set by one pump and taken by the other. */
    private volatile byte @Nullable [] password;

    private byte @Nullable [] answer;
    private volatile byte @Nullable [] refusal;

    /** @param sslRequest its flags count, as for a server in TLS (TLS-3) */
    TerminatedSteps(Greeting greeting, byte[] sslRequest) {
        this.progress = new AuthProgress(greeting);
        this.requestedFlags = sslRequest;
    }

    @Override
    public byte @Nullable [] onClientPacket(byte[] payload) {
        if (first) {
            first = false;
            return onHandshakeResponse(payload);
        }
        boolean isPassword = progress.isPasswordWanted() && payload.length > 1;
        if (!isPassword) {
            return payload;
        }
        return switch (progress.kind()) {
            case CACHING_SHA2_PASSWORD -> askForKey(payload, CACHING_SHA2_KEY_REQUEST);
            case SHA256_PASSWORD -> askForKey(payload, SHA256_KEY_REQUEST);
            default -> refuse();
        };
    }

    private byte @Nullable [] onHandshakeResponse(byte[] payload) {
        if (progress.onHandshakeResponse(payload)) {
            return refuse();
        }
        byte[] changed = payload.clone();
        // A server without TLS takes the flag for a request.
        int high = (int) (Capabilities.of(Capability.SSL).bits() >> 8);
        if (requestedFlags.length >= 32 && changed.length >= 4) {
            System.arraycopy(requestedFlags, 0, changed, 0, 4);
        }
        changed[1] = (byte) (changed[1] & ~high);
        return changed;
    }

    private byte[] askForKey(byte[] clear, byte[] request) {
        password = clear;
        return request;
    }

    private byte @Nullable [] refuse() {
        refusal = Err.of(
                        ER_ACCESS_DENIED,
                        "28000",
                        "The proxy does not send a password of " + progress.plugin()
                                + " to a server without TLS; start it with --server-ssl-mode=REQUIRED")
                .unsafeEncoded()
                .toArray();
        return null;
    }

    @Override
    public byte @Nullable [] onServerPacket(byte[] payload) {
        byte[] clear = password;
        if (clear != null && payload.length > 1 && payload[0] == MORE_DATA) {
            password = null;
            try {
                byte[] key = Arrays.copyOfRange(payload, 1, payload.length);
                answer = PasswordCipher.encrypt(clear, progress.nonce(), key);
            } catch (GeneralSecurityException e) {
                // An answer that no password has: the server will say that it is wrong.
                answer = new byte[] {0};
            } finally {
                Arrays.fill(clear, (byte) 0);
            }
            return null;
        }
        progress.onServerPacket(payload);
        return payload;
    }

    @Override
    public byte @Nullable [] takeAnswerForServer() {
        byte[] taken = answer;
        answer = null;
        return taken;
    }

    @Override
    public boolean hasRefused() {
        return refusal != null;
    }

    @Override
    public byte @Nullable [] takeRefusal() {
        byte[] taken = refusal;
        refusal = null;
        return taken;
    }
}
