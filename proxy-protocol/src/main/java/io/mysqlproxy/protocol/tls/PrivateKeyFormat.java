package io.mysqlproxy.protocol.tls;

import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * The layouts of private keys in PEM. The JDK reads the first; the older two become it in an envelope that says which algorithm they are for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5958">RFC 5958 (PKCS#8)</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2">RFC 8017 (PKCS#1)</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915 (SEC 1)</a>
 */
enum PrivateKeyFormat {
    PKCS8("PRIVATE KEY"),
    PKCS1("RSA PRIVATE KEY"),
    SEC1("EC PRIVATE KEY"),
    /** PKCS#8 under a password, which is not read. */
    ENCRYPTED("ENCRYPTED PRIVATE KEY");

    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
    private static final int SEC1_PARAMETERS = 0xA0;

    private final String label;

    PrivateKeyFormat(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    PrivateKey read(byte[] content) throws InvalidKeyException {
        return switch (this) {
            case PKCS8 -> key(content, "RSA", "EC");
            case PKCS1 -> key(pkcs8(Der.sequence(Der.oid(RSA_ENCRYPTION), Der.none()), content), "RSA");
            case SEC1 -> key(pkcs8(Der.sequence(Der.oid(EC_PUBLIC_KEY), curve(content)), content), "EC");
            case ENCRYPTED -> throw new InvalidKeyException("it is encrypted");
        };
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(0), algorithm, Der.octetString(key));
    }

    /** The curve's name from inside the key, where it may be left out, and OpenSSL never does. */
    private static byte[] curve(byte[] sec1) throws InvalidKeyException {
        DerReader key = new DerReader(sec1).sequence();
        key.content(Der.INTEGER);
        key.content(Der.OCTET_STRING);
        if (!key.isNext(SEC1_PARAMETERS)) {
            throw new InvalidKeyException("it does not say which curve it is on");
        }
        return key.content(SEC1_PARAMETERS);
    }

    private static PrivateKey key(byte[] pkcs8, String... algorithms) throws InvalidKeyException {
        InvalidKeySpecException last = null;
        for (String algorithm : algorithms) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + algorithm, e);
            }
        }
        throw new InvalidKeyException("it is damaged, or neither RSA nor EC", last);
    }
}
