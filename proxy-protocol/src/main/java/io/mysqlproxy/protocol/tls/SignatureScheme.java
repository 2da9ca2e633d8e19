package io.mysqlproxy.protocol.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;

/** How a key signs certificates. */
enum SignatureScheme {
    SHA256_WITH_RSA("SHA256withRSA", Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.none())),
    ECDSA_WITH_SHA256("SHA256withECDSA", Der.sequence(Der.oid("1.2.840.10045.4.3.2"))),
    ECDSA_WITH_SHA384("SHA384withECDSA", Der.sequence(Der.oid("1.2.840.10045.4.3.3"))),
    ECDSA_WITH_SHA512("SHA512withECDSA", Der.sequence(Der.oid("1.2.840.10045.4.3.4")));

    private final String algorithm;
    // Never handed out but as a copy inside something else.
    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] identifier;

    SignatureScheme(String algorithm, byte[] identifier) {
        this.algorithm = algorithm;
        this.identifier = identifier;
    }

    /** The hash that is as strong as the key (RFC 5480, section 4). */
    static SignatureScheme of(PrivateKey key) throws InvalidKeyException {
        if (key instanceof RSAKey) {
            return SHA256_WITH_RSA;
        }
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return bits <= 256 ? ECDSA_WITH_SHA256 : bits <= 384 ? ECDSA_WITH_SHA384 : ECDSA_WITH_SHA512;
        }
        throw new InvalidKeyException(
                "certificates can be signed with RSA and EC keys, this one is " + key.getAlgorithm());
    }

    /** The name it has in the JDK. */
    String algorithm() {
        return algorithm;
    }

    /** An AlgorithmIdentifier, as it stands in the certificate twice. */
    byte[] identifier() {
        return identifier.clone();
    }

    byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }
}
