package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.FixedIdentity;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who the proxy is to clients that use TLS: a CA of its own, one that the user brings, or one fixed certificate. */
final class IdentityOptions {
    @Option(
            names = "--ca-dir",
            paramLabel = "DIR",
            description = "Where the CA is kept whose certificates clients are shown, made when it is not there"
                    + " ('mysql-proxy ca --help').")
    private @Nullable Path caDirectory;

    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description = "A CA of yours for that: PEM, or PKCS#12 with the key.")
    private @Nullable Path caCertificate;

    @Option(names = "--ca-key", paramLabel = "FILE", description = "Its private key in PEM, if it is in another file.")
    private @Nullable Path caKey;

    @Option(
            names = "--client-ssl-cert",
            paramLabel = "FILE",
            description =
                    "The one certificate every client is shown: PEM, followed by intermediate ones, or PKCS#12 with"
                            + " the key.")
    private @Nullable Path certificate;

    @Option(
            names = "--client-ssl-key",
            paramLabel = "FILE",
            description = "Its private key in PEM, if it is in another file.")
    private @Nullable Path key;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Whether any of these was given. */
    boolean isGiven() {
        return caDirectory != null || caCertificate != null || caKey != null || certificate != null || key != null;
    }

    /**
     * As the options want it; makes a CA if there is none.
     *
     * @param files what certificates of the user's are read with
     * @param err where it is said that a CA could not be kept
     */
    ServerIdentity identity(KeyFiles files, PrintWriter err) {
        check();
        if (certificate != null) {
            return new FixedIdentity(files.read(certificate, key));
        }
        try {
            if (caCertificate != null) {
                // A file that holds the key as well is not for clients.
                return CertificateAuthority.of(files.read(caCertificate, caKey), caKey == null ? null : caCertificate);
            }
            return own(err);
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFiles.failure(
                    "cannot use the CA in "
                            + (caCertificate == null ? directory().directory() : caCertificate),
                    e);
        }
    }

    /** Who has no home can still look inside; clients that verify cannot be told whom to trust then. */
    private ServerIdentity own(PrintWriter err) throws IOException, GeneralSecurityException {
        CaDirectory directory = directory();
        try {
            return directory.openOrCreate(KeyType.EC);
        } catch (FileSystemException e) {
            if (caDirectory != null || Files.exists(directory.keyFile())) {
                throw e;
            }
            err.println("mysql-proxy: no CA can be kept in " + directory.directory() + " (" + e.getMessage()
                    + "); this run has one of its own (--ca-dir names a folder)");
            return CertificateAuthority.create(KeyType.EC);
        }
    }

    /** After {@link #identity}: what clients have to be told so that they trust it; empty when only the user knows, or when the file holds more than clients may have. */
    Optional<ClientOptions> clientOptions() {
        if (certificate != null) {
            return Optional.empty();
        }
        if (caCertificate != null) {
            return caKey == null ? Optional.empty() : Optional.of(new ClientOptions(caCertificate, null));
        }
        return Optional.of(directory())
                .filter(directory -> Files.exists(directory.certificateFile()))
                .map(ClientOptions::of);
    }

    private CaDirectory directory() {
        return caDirectory == null ? CaDirectory.ofUser() : new CaDirectory(caDirectory);
    }

    private void check() {
        refuse(key != null && certificate == null, "--client-ssl-key needs --client-ssl-cert");
        refuse(caKey != null && caCertificate == null, "--ca-key needs --ca-cert");
        refuse(
                certificate != null && (caCertificate != null || caDirectory != null),
                "--client-ssl-cert is one certificate for everybody; no CA can be given with it");
        refuse(caCertificate != null && caDirectory != null, "--ca-cert and --ca-dir are two CAs; give one of them");
    }

    private void refuse(boolean isWrong, String why) {
        if (isWrong) {
            throw new ParameterException(command.commandLine(), why);
        }
    }
}
