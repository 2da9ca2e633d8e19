package io.mysqlproxy.protocol.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A private key and the certificates that go with it: who somebody is in TLS.
 *
 * @param key RSA or EC
 * @param chain the key's own certificate first, then those of the authorities that vouch for it, each signed by the next; the last may be missing
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain) {
    /** @throws IllegalArgumentException when there is no certificate */
    public Credentials {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a key needs a certificate");
        }
    }

    /**
     * From PEM files: the certificate, followed by those of intermediate authorities if there are any, and the key as PKCS#8, PKCS#1 or SEC 1. Both may be
     * the same file.
     *
     * @throws IOException when a file cannot be read
     * @throws GeneralSecurityException when something is missing, damaged, encrypted or does not fit together; the message says what, in which file
     */
    public static Credentials fromPem(Path certificates, Path key) throws IOException, GeneralSecurityException {
        PemFile keyFile = PemFile.read(key);
        PemFile certificateFile = PemFile.read(certificates);
        Credentials credentials = new Credentials(keyFile.privateKey(), certificateFile.certificates());
        credentials.check(certificates + " and " + key);
        return credentials;
    }

    /**
     * From a PKCS#12 file with one private key.
     *
     * @throws IOException when the file cannot be read
     * @throws GeneralSecurityException when the password is wrong, or the file is damaged or has no or several keys; the message says what
     */
    public static Credentials fromPkcs12(Path file, char[] password) throws IOException, GeneralSecurityException {
        Credentials credentials = Pkcs12.read(file, password);
        credentials.check(file.toString());
        return credentials;
    }

    /**
     * The certificates of a PEM file, of authorities to be trusted for instance.
     *
     * @throws IOException when the file cannot be read
     * @throws GeneralSecurityException when there is none, or a damaged one; the message says in which file
     */
    public static List<X509Certificate> certificatesFromPem(Path file) throws IOException, GeneralSecurityException {
        return PemFile.read(file).certificates();
    }

    /** Whether others than its owner may use a key file. False where the file system does not know owners. */
    public static boolean isExposed(Path key) throws IOException {
        return ProtectedFiles.isExposed(key);
    }

    /** The certificate of the key itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Shows these to every peer that takes this kind of key: as a server, or as a client that is asked for a certificate. */
    public X509ExtendedKeyManager keyManager() {
        return new AliasKeyManager(this);
    }

    private void check(String where) throws GeneralSecurityException {
        if (!matches(key, certificate().getPublicKey())) {
            throw new InvalidKeyException(
                    where + ": the private key is not the one of the first certificate, which is for "
                            + certificate().getSubjectX500Principal());
        }
    }

    /** Whether they are two halves of one pair: what one signs the other verifies. */
    static boolean matches(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        byte[] message = Arrays.copyOf(publicKey.getEncoded(), 32);
        Signature verifier =
                Signature.getInstance(SignatureScheme.of(privateKey).algorithm());
        verifier.initVerify(publicKey);
        verifier.update(message);
        return verifier.verify(SignatureScheme.of(privateKey).sign(privateKey, message));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[" + certificate().getSubjectX500Principal() + ", " + key.getAlgorithm() + "]";
    }
}
