package io.mysqlproxy.protocol.tls;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * The extensions of certificates, each as a complete element of their list.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2">RFC 5280, section 4.2</a>
 */
final class CertificateExtension {
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private CertificateExtension() {}

    /** An authority whose certificates are not authorities themselves: path length 0. */
    static byte[] authority() {
        return critical("2.5.29.19", Der.sequence(Der.yes(), Der.integer(0)));
    }

    static byte[] noAuthority() {
        return critical("2.5.29.19", Der.sequence());
    }

    static byte[] signsCertificates() {
        return critical("2.5.29.15", Der.namedBits(KEY_CERT_SIGN, CRL_SIGN));
    }

    /** What a server does with its key: sign the key exchange, or, in TLS 1.2 with an RSA key, decrypt it. */
    static byte[] serverKeyUsage(KeyType type) {
        return critical(
                "2.5.29.15",
                type == KeyType.RSA
                        ? Der.namedBits(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT)
                        : Der.namedBits(DIGITAL_SIGNATURE));
    }

    /** Good for a TLS server, and for nothing else. */
    static byte[] serverAuthentication() {
        return plain("2.5.29.37", Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1")));
    }

    static byte[] subjectKeyIdentifier(PublicKey key) throws InvalidKeyException {
        return plain(SUBJECT_KEY_IDENTIFIER, Der.octetString(keyIdentifier(key)));
    }

    /** Names the issuer's key as the issuer does; one that does not is named by the usual hash. */
    static byte[] authorityKeyIdentifier(X509Certificate issuer) throws InvalidKeyException {
        byte[] extension = issuer.getExtensionValue(SUBJECT_KEY_IDENTIFIER);
        byte[] identifier = extension == null
                ? keyIdentifier(issuer.getPublicKey())
                : new DerReader(new DerReader(extension).content(Der.OCTET_STRING)).content(Der.OCTET_STRING);
        return plain("2.5.29.35", Der.sequence(Der.implicit(0, identifier)));
    }

    static byte[] subjectAlternativeNames(byte[] generalNames) {
        return plain("2.5.29.17", generalNames);
    }

    /** The SHA-1 of the key's bits (RFC 5280, 4.2.1.2, method 1): a name, where its weakness does no harm. */
    static byte[] keyIdentifier(PublicKey key) throws InvalidKeyException {
        DerReader info = new DerReader(key.getEncoded()).sequence();
        info.content(Der.SEQUENCE);
        byte[] bits = info.content(Der.BIT_STRING);
        try {
            return MessageDigest.getInstance("SHA-1").digest(Arrays.copyOfRange(bits, 1, bits.length));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octetString(value));
    }

    private static byte[] plain(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octetString(value));
    }
}
