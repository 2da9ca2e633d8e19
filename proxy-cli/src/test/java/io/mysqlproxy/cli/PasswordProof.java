package io.mysqlproxy.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/** How a client shows that it knows a password: mysql_native_password and caching_sha2_password on an open line. */
final class PasswordProof {
    private static final String NATIVE = "mysql_native_password";
    private static final String CACHING_SHA2 = "caching_sha2_password";
    private static final int FULL_AUTHENTICATION = 4;
    private static final int KEY_REQUEST = 2;
    private static final int PEM_DASH = '-';

    private final String plugin;
    private final String password;
    private final byte[] nonce;

    private PasswordProof(String plugin, String password, byte[] nonce) {
        this.plugin = plugin;
        this.password = password;
        this.nonce = nonce.clone();
    }

    static PasswordProof of(String plugin, String password, byte[] nonce) {
        if (!plugin.equals(NATIVE) && !plugin.equals(CACHING_SHA2)) {
            throw new IllegalArgumentException("cannot do " + plugin);
        }
        return new PasswordProof(plugin, password, nonce);
    }

    String plugin() {
        return plugin;
    }

    /** The first answer. */
    byte[] answer() throws GeneralSecurityException {
        if (password.isEmpty()) {
            return new byte[0];
        }
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        if (plugin.equals(NATIVE)) {
            byte[] once = digest("SHA-1", bytes);
            return xor(once, digest("SHA-1", nonce, digest("SHA-1", once)));
        }
        byte[] once = digest("SHA-256", bytes);
        return xor(once, digest("SHA-256", digest("SHA-256", once), nonce));
    }

    /** The answer to caching_sha2_password's further questions, empty for none. */
    byte[] more(ByteBuffer question) throws GeneralSecurityException {
        int kind = question.get(question.position()) & 0xff;
        if (kind == FULL_AUTHENTICATION) {
            return new byte[] {KEY_REQUEST};
        }
        if (kind != PEM_DASH) {
            return new byte[0];
        }
        byte[] clear = (password + "\0").getBytes(StandardCharsets.UTF_8);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                key(StandardCharsets.US_ASCII.decode(question).toString()));
        return cipher.doFinal(xor(clear, nonce));
    }

    private static PublicKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    private static byte[] digest(String algorithm, byte[]... parts) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /** Of the first's length. */
    private static byte[] xor(byte[] first, byte[] second) {
        byte[] result = first.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= second[i % second.length];
        }
        return result;
    }
}
