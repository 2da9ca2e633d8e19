package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.AuthData;
import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.PasswordData.ClearPassword;
import io.mysqlproxy.protocol.message.PasswordData.NoPassword;
import io.mysqlproxy.protocol.message.PasswordData.PublicKeyRequest;
import io.mysqlproxy.protocol.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Only the client is in TLS, and sends what it would not send to a server in clear. The proxy does in its place what a client without TLS does: it asks the
 * server for its public key, with {@code sha256_password} in the handshake response already, and encrypts the password with that. Where a plugin knows no such way, the client is refused: a password that its user meant to be
 * encrypted does not leave in clear.
 *
 * <pre>
 *   client  password 00 ──►  proxy  02 (key, please) ──►  server
 *                            proxy  ◄── 01 public key     server
 *                            proxy  RSA(password) ─────►  server
 * </pre>
 */
final class TerminatedSteps implements PasswordSteps {
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
        HandshakeResponse41 response = progress.onHandshakeResponse(payload);
        AuthData answer = response == null ? new NoPassword(Bytes.EMPTY) : response.answer();
        if (response != null
                && answer instanceof ClearPassword clear
                && progress.kind() == AuthPlugin.SHA256_PASSWORD) {
            password = clear.password().unsafeReveal().toArray();
            return withoutTls(AuthProgress.withAnswer(response, new PublicKeyRequest(SHA256_KEY_REQUEST[0])));
        }
        boolean passesInClear = AuthProgress.isClear(progress.plugin())
                && progress.kind() != AuthPlugin.SHA256_PASSWORD
                && !(answer instanceof NoPassword);
        return passesInClear ? refuse() : withoutTls(payload);
    }

    /** A server without TLS takes the flag for a request. */
    private byte[] withoutTls(byte[] response) {
        byte[] changed = response.clone();
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
        refusal = PasswordSteps.denial("The proxy does not send a password of " + progress.plugin()
                + " to a server without TLS; start it with --server-ssl-mode=REQUIRED");
        return null;
    }

    @Override
    public byte @Nullable [] onServerPacket(byte[] payload) {
        byte[] clear = password;
        password = null;
        if (clear == null) {
            progress.onServerPacket(payload);
            return payload;
        }
        try {
            if (payload.length > 1 && payload[0] == MORE_DATA) {
                answer = encrypted(clear, Arrays.copyOfRange(payload, 1, payload.length));
                return null;
            }
            // No key: the account has another plugin, or the server has no key.
            progress.onServerPacket(payload);
            return payload;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private byte[] encrypted(byte[] clear, byte[] key) {
        try {
            return PasswordCipher.encrypt(clear, progress.nonce(), key);
        } catch (GeneralSecurityException e) {
            // An answer that no password has: the server will say that it is wrong.
            return new byte[] {0};
        }
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
