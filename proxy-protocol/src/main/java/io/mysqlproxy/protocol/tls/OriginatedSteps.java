package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.message.PasswordData.ClearPassword;
import io.mysqlproxy.protocol.message.PasswordData.EncryptedPassword;
import io.mysqlproxy.protocol.message.PasswordData.PublicKeyRequest;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Only the server is in TLS, and wants to be sent passwords as they are. The client, without TLS, asks for a public key to encrypt its password with; the proxy
 * gives it its own and sends on what it has decrypted. With {@code sha256_password} a client asks in its handshake response already; the server, which would
 * take that for the password, gets the log-in with the password in it.
 *
 * <pre>
 *   client  02 (key, please) ──►  proxy
 *   client  ◄── 01 public key     proxy
 *   client  RSA(password) ─────►  proxy  password 00 ══► server
 * </pre>
 */
final class OriginatedSteps extends PasswordSteps {
    private boolean keyGiven;
    private byte @Nullable [] answer;

    /** What the server is not sent before the password can be put into it. */
    private @Nullable HandshakeResponse41 logIn;

    OriginatedSteps(Greeting greeting) {
        super(greeting);
    }

    @Override
    byte @Nullable [] onAnswer(byte[] payload) {
        if (keyGiven) {
            keyGiven = false;
            return onEncryptedPassword(payload);
        }
        if (!progress().isPasswordWanted() || payload.length == 0 || !usesPublicKey()) {
            return payload;
        }
        if (payload.length == 1) {
            return payload[0] == keyRequest() ? giveKey() : payload;
        }
        return refuse();
    }

    @Override
    byte @Nullable [] onHandshakeResponse(byte[] payload) {
        byte[] changed = payload.clone();
        changed[1] = (byte) (changed[1] | (int) (Capabilities.of(Capability.SSL).bits() >> 8));
        HandshakeResponse41 response = progress().onHandshakeResponse(changed);
        if (response == null || progress().kind() != AuthPlugin.SHA256_PASSWORD) {
            return changed;
        }
        return switch (response.answer()) {
            case PublicKeyRequest request -> {
                // The server would take it for the password. It gets the log-in when that is there.
                logIn = response;
                yield giveKey();
            }
            case EncryptedPassword password -> refuse();
            default -> changed;
        };
    }

    private byte @Nullable [] giveKey() {
        byte[] pem = PasswordCipher.ownPublicKey();
        byte[] key = new byte[1 + pem.length];
        key[0] = MORE_DATA;
        System.arraycopy(pem, 0, key, 1, pem.length);
        keyGiven = true;
        answer = key;
        return null;
    }

    private byte[] onEncryptedPassword(byte[] block) {
        byte[] password = decrypted(block);
        HandshakeResponse41 waiting = logIn;
        logIn = null;
        return waiting == null
                ? password
                : waiting.withAnswer(new ClearPassword(Secret.of(Bytes.of(password))))
                        .unsafeEncoded()
                        .toArray();
    }

    private byte @Nullable [] refuse() {
        return refuse("The proxy cannot read a password that is encrypted with the server's public key;"
                + " start the client without that key, so that it asks for one (--get-server-public-key)");
    }

    private byte[] decrypted(byte[] block) {
        try {
            return PasswordCipher.decrypt(block, progress().nonce());
        } catch (GeneralSecurityException e) {
            // Not encrypted with the proxy's key. The server will say that the password is wrong.
            return Arrays.copyOf(block, block.length);
        }
    }

    @Override
    byte @Nullable [] onServerPacket(byte[] payload) {
        progress().onServerPacket(payload);
        return payload;
    }

    @Override
    byte @Nullable [] takeAnswerForClient() {
        byte[] taken = answer;
        answer = null;
        return taken;
    }
}
