package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Writes certificates and keys as servers and clients read them. */
final class Pem {
    private Pem() {}

    static Path write(Path file, X509Certificate certificate) {
        try {
            return write(file, "CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** For its owner alone, where the system knows such a thing. */
    static Path writeKey(Path file, Credentials credentials) {
        Path written = write(file, "PRIVATE KEY", credentials.key().getEncoded());
        if (!written.toFile().setReadable(false, false) || !written.toFile().setReadable(true, true)) {
            throw new IllegalStateException("cannot protect " + file);
        }
        return written;
    }

    private static Path write(Path file, String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            return Files.writeString(
                    file, "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
