package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Certificates with their keys, from the files that a user names: PEM or PKCS#12, told apart by their first byte. */
final class KeyFiles {
    private static final int DER_SEQUENCE = 0x30;

    private final KeyPassword password;
    private final PrintWriter err;

    /** @param err where a key that others can read is warned of */
    KeyFiles(KeyPassword password, PrintWriter err) {
        this.password = password;
        this.err = err;
    }

    /**
     * Reads them.
     *
     * @param certificate PEM with the certificate and, if there are any, intermediate ones; or PKCS#12, with the key
     * @param key PEM, null when it is in the certificate's file
     */
    Credentials read(Path certificate, @Nullable Path key) {
        Path keyFile = key == null ? certificate : key;
        try {
            Credentials credentials = isPkcs12(certificate)
                    ? Credentials.fromPkcs12(certificate, password.read())
                    : Credentials.fromPem(certificate, keyFile);
            if (Credentials.isExposed(keyFile)) {
                err.println("mysql-proxy: warning: others than its owner can read the private key in " + keyFile
                        + " (chmod 600 protects it)");
            }
            return credentials;
        } catch (IOException | GeneralSecurityException e) {
            throw failure("cannot use " + certificate + (key == null ? "" : " with " + key), e);
        }
    }

    private static boolean isPkcs12(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == DER_SEQUENCE;
        }
    }

    /** In words that tell what to do; of files that cannot be read the JDK says only the name. */
    static Failure failure(String what, Exception e) {
        return new Failure(what + ": " + reason(e), e);
    }

    private static String reason(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied && denied.getReason() == null) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
