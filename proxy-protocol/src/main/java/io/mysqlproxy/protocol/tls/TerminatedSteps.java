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
final class TerminatedSteps extends PasswordSteps {
    private final byte[] requestedFlags;

    /** Waits for the server's key. Set by one pump and taken by the other. */
    private volatile byte @Nullable [] password;

    private byte @Nullable [] answer;

    /** @param sslRequest its flags count, as for a server in TLS (TLS-3) */
    TerminatedSteps(Greeting greeting, byte[] sslRequest) {
        super(greeting);
        this.requestedFlags = sslRequest;
    }

    @Override
    byte @Nullable [] onAnswer(byte[] payload) {
        boolean isPassword = progress().isPasswordWanted() && payload.length > 1;
        if (!isPassword) {
            return payload;
        }
        if (!usesPublicKey()) {
            return refuse();
        }
        password = payload;
        return new byte[] {keyRequest()};
    }

    @Override
    byte @Nullable [] onHandshakeResponse(byte[] payload) {
        HandshakeResponse41 response = progress().onHandshakeResponse(payload);
        AuthData answer = response == null ? new NoPassword(Bytes.EMPTY) : response.answer();
        if (response != null
                && answer instanceof ClearPassword clear
                && progress().kind() == AuthPlugin.SHA256_PASSWORD) {
            password = clear.password().unsafeReveal().toArray();
            return withoutTls(response.withAnswer(new PublicKeyRequest(keyRequest()))
                    .unsafeEncoded()
                    .toArray());
        }
        boolean passesInClear = AuthProgress.isClear(progress().plugin())
                && progress().kind() != AuthPlugin.SHA256_PASSWORD
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

    private byte @Nullable [] refuse() {
        return refuse("The proxy does not send a password of " + progress().plugin()
                + " to a server without TLS; start it with --server-ssl-mode=REQUIRED");
    }

    @Override
    byte @Nullable [] onServerPacket(byte[] payload) {
        byte[] clear = password;
        password = null;
        if (clear == null) {
            progress().onServerPacket(payload);
            return payload;
        }
        try {
            if (payload.length > 1 && payload[0] == MORE_DATA) {
                answer = encrypted(clear, Arrays.copyOfRange(payload, 1, payload.length));
                return null;
            }
            // No key: the account has another plugin, or the server has no key.
            progress().onServerPacket(payload);
            return payload;
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private byte[] encrypted(byte[] clear, byte[] key) {
        try {
            return PasswordCipher.encrypt(clear, progress().nonce(), key);
        } catch (GeneralSecurityException e) {
            // An answer that no password has: the server will say that it is wrong.
            return new byte[] {0};
        }
    }

    @Override
    byte @Nullable [] takeAnswerForServer() {
        byte[] taken = answer;
        answer = null;
        return taken;
    }
}
