package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Only the server is in TLS, and wants to be sent passwords as they are. The client, without TLS, asks for a public key to encrypt its password with; the proxy
 * gives it its own and sends on what it has decrypted.
 *
 * <pre>
 *   client  02 (key, please) ──►  proxy
 *   client  ◄── 01 public key     proxy
 *   client  RSA(password) ─────►  proxy  password 00 ══► server
 * </pre>
 */
final class OriginatedSteps implements PasswordSteps {
    private static final byte MORE_DATA = 0x01;
    private static final byte CACHING_SHA2_KEY_REQUEST = 0x02;
    private static final byte SHA256_KEY_REQUEST = 0x01;

    private final AuthProgress progress;
    private boolean first = true;
    private boolean keyGiven;
    private byte @Nullable [] answer;

    OriginatedSteps(Greeting greeting) {
        this.progress = new AuthProgress(greeting);
    }

    @Override
    public byte @Nullable [] onClientPacket(byte[] payload) {
        if (first) {
            first = false;
            progress.onHandshakeResponse(payload);
            byte[] changed = payload.clone();
            changed[1] =
                    (byte) (changed[1] | (int) (Capabilities.of(Capability.SSL).bits() >> 8));
            return changed;
        }
        if (keyGiven) {
            keyGiven = false;
            return decrypted(payload);
        }
        if (progress.isPasswordWanted() && payload.length == 1 && payload[0] == keyRequest()) {
            byte[] pem = PasswordCipher.ownPublicKey();
            byte[] key = new byte[1 + pem.length];
            key[0] = MORE_DATA;
            System.arraycopy(pem, 0, key, 1, pem.length);
            keyGiven = true;
            answer = key;
            return null;
        }
        return payload;
    }

    private byte keyRequest() {
        return progress.kind() == AuthPlugin.SHA256_PASSWORD ? SHA256_KEY_REQUEST : CACHING_SHA2_KEY_REQUEST;
    }

    private byte[] decrypted(byte[] block) {
        try {
            return PasswordCipher.decrypt(block, progress.nonce());
        } catch (GeneralSecurityException e) {
            // Not encrypted with the proxy's key. The server will say that the password is wrong.
            return Arrays.copyOf(block, block.length);
        }
    }

    @Override
    public byte @Nullable [] onServerPacket(byte[] payload) {
        progress.onServerPacket(payload);
        return payload;
    }

    @Override
    public byte @Nullable [] takeAnswerForClient() {
        byte[] taken = answer;
        answer = null;
        return taken;
    }
}
