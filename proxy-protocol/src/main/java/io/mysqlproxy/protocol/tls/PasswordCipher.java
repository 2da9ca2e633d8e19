package io.mysqlproxy.protocol.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * How {@code caching_sha2_password} and {@code sha256_password} send a password where the connection is not encrypted: mixed with the nonce, then encrypted with
 * the server's RSA key.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html">caching_sha2_password exchanges</a>
 */
final class PasswordCipher {
    private static final String RSA = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";
    private static final int KEY_BITS = 2048;
    private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_END = "-----END PUBLIC KEY-----";

    private PasswordCipher() {}

    /** The proxy's own key for clients without TLS, made when first needed. */
    private static final class OwnKey {
        static final KeyPair PAIR = generate();

        private static KeyPair generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(KEY_BITS);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has RSA", e);
            }
        }
    }

    /** @param password with the 00 behind it, as it is sent in TLS */
    static byte[] encrypt(byte[] password, byte[] nonce, byte[] pem) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(RSA);
        cipher.init(Cipher.ENCRYPT_MODE, publicKey(new String(pem, StandardCharsets.US_ASCII)));
        return cipher.doFinal(mixed(password, nonce));
    }

    /** What a client has encrypted with {@link #ownPublicKey}. */
    static byte[] decrypt(byte[] block, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(RSA);
        PrivateKey key = OwnKey.PAIR.getPrivate();
        cipher.init(Cipher.DECRYPT_MODE, key);
        return mixed(cipher.doFinal(block), nonce);
    }

    /** The proxy's key in PEM. */
    static byte[] ownPublicKey() {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(OwnKey.PAIR.getPublic().getEncoded());
        return (PEM_BEGIN + "\n" + base64 + "\n" + PEM_END + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static PublicKey publicKey(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(PEM_BEGIN);
        int end = pem.indexOf(PEM_END);
        if (begin < 0 || end < begin) {
            throw new GeneralSecurityException("the server's public key is not in PEM");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + PEM_BEGIN.length(), end));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the server's public key is not in base 64", e);
        }
    }

    private static byte[] mixed(byte[] password, byte[] nonce) throws GeneralSecurityException {
        if (nonce.length == 0) {
            throw new GeneralSecurityException("there is no nonce to mix the password with");
        }
        byte[] mixed = new byte[password.length];
        for (int i = 0; i < password.length; i++) {
            mixed[i] = (byte) (password[i] ^ nonce[i % nonce.length]);
        }
        return mixed;
    }
}
