package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import java.io.PrintWriter;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;

/** A CA in words, and what clients have to be told. */
final class CaText {
    private static final HexFormat FINGERPRINT = HexFormat.ofDelimiter(":").withUpperCase();

    private CaText() {}

    static void print(CaDirectory directory, X509Certificate certificate, PrintWriter out) {
        out.println("subject      " + certificate.getSubjectX500Principal().getName());
        out.println("key          " + key(certificate.getPublicKey()));
        out.println("valid        " + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + warning(certificate));
        out.println("SHA-256      " + fingerprint(certificate));
        out.println("certificate  " + directory.certificateFile());
        out.println("trust store  " + directory.trustStoreFile() + " (PKCS#12, password "
                + CaDirectory.trustStorePassword() + ")");
        out.println("private key  " + directory.keyFile());
        out.println();
        out.println("Clients trust it with:");
        ClientOptions.of(directory).print(out);
        out.flush();
    }

    private static String key(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return "EC, " + ec.getParams().getOrder().bitLength() + " bits";
        }
        return key instanceof RSAPublicKey rsa ? "RSA, " + rsa.getModulus().bitLength() + " bits" : key.getAlgorithm();
    }

    private static String warning(X509Certificate certificate) {
        return Instant.now().isAfter(certificate.getNotAfter().toInstant())
                ? " (expired: 'mysql-proxy ca init --force' makes a new one)"
                : "";
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return FINGERPRINT.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256, and the certificate was just read", e);
        }
    }
}
