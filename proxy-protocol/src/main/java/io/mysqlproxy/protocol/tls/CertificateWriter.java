package io.mysqlproxy.protocol.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * Writes and signs certificates of X.509 version 3. The JDK reads certificates and does not make any; of its encoding they need so little that a library of
 * several megabytes would be more to look after than this.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
 */
final class CertificateWriter {
    private static final int VERSION_3 = 2;

    /** Of 20 bytes that are allowed; more than the 64 bits of chance that are asked for. */
    private static final int SERIAL_BITS = 127;

    private static final SecureRandom RANDOM = new SecureRandom();

    private CertificateWriter() {}

    static X509Certificate write(
            X500Principal issuer,
            PrivateKey issuerKey,
            X500Principal subject,
            PublicKey subjectKey,
            Validity validity,
            byte[]... extensions)
            throws GeneralSecurityException {
        SignatureScheme scheme = SignatureScheme.of(issuerKey);
        byte[] toBeSigned = Der.sequence(
                Der.explicit(0, Der.integer(VERSION_3)),
                Der.integer(serialNumber()),
                scheme.identifier(),
                issuer.getEncoded(),
                Der.sequence(Der.time(validity.notBefore()), Der.time(validity.notAfter())),
                subject.getEncoded(),
                subjectKey.getEncoded(), // a complete SubjectPublicKeyInfo
                Der.explicit(3, Der.sequence(extensions)));
        byte[] certificate =
                Der.sequence(toBeSigned, scheme.identifier(), Der.bitString(scheme.sign(issuerKey, toBeSigned)));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    /** Positive, never 0, never the same twice. */
    private static BigInteger serialNumber() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }
}
