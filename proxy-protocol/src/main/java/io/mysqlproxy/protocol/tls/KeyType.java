package io.mysqlproxy.protocol.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Which keys certificates are made with. */
public enum KeyType {
    /** ECDSA on the curve P-256: small, quick to make, and known to every client but the oldest. */
    EC("EC", new ECGenParameterSpec("secp256r1")),
    /** RSA with 2048 bits, for clients that know nothing else, such as those of MySQL 5.7 and before that were built with yaSSL. */
    RSA("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));

    private final String algorithm;
    // The JDK's two specifications cannot be changed; their interface does not say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final AlgorithmParameterSpec parameters;

    KeyType(String algorithm, AlgorithmParameterSpec parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /** What a key pair for leaves of this authority should be: what its clients know for sure. */
    static KeyType of(PublicKey key) {
        return key.getAlgorithm().equals(RSA.algorithm) ? RSA : EC;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }
}
