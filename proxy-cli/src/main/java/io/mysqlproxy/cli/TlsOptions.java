package io.mysqlproxy.cli;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.ClientTlsMode;
import io.mysqlproxy.protocol.tls.Credentials;
import io.mysqlproxy.protocol.tls.FixedIdentity;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerIdentity;
import io.mysqlproxy.protocol.tls.ServerTlsMode;
import io.mysqlproxy.protocol.tls.ServerVerification;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What becomes of TLS; the names are those of MySQL Router's options. */
final class TlsOptions {
    @Option(
            names = "--client-ssl-mode",
            paramLabel = "MODE",
            description =
                    "The client's TLS: PASSTHROUGH (encrypted, to the server), PREFERRED (ends here), REQUIRED (ends here,"
                            + " and clients without are refused), DISABLED (is not offered). trace takes PREFERRED and"
                            + " forward PASSTHROUGH unless given.")
    private @Nullable ClientTlsMode clientMode;

    @Option(
            names = "--server-ssl-mode",
            paramLabel = "MODE",
            defaultValue = "AS_CLIENT",
            description =
                    "TLS to the server, where the client's ends here: AS_CLIENT (if the client uses it), PREFERRED (if the"
                            + " server offers it), REQUIRED, DISABLED (default: ${DEFAULT-VALUE}).")
    private ServerTlsMode serverMode = ServerTlsMode.AS_CLIENT;

    @Option(
            names = "--server-ssl-verify",
            paramLabel = "HOW",
            defaultValue = "DISABLED",
            description =
                    "Whether the server must prove who it is: DISABLED, VERIFY_CA (certificate signed by an authority),"
                            + " VERIFY_IDENTITY (and made out to the host of --backend) (default: ${DEFAULT-VALUE}).")
    private ServerVerification serverVerification = ServerVerification.DISABLED;

    @Option(
            names = "--server-ssl-ca",
            paramLabel = "FILE",
            description = "The authorities whose signature counts, in PEM (default: those that Java trusts).")
    private @Nullable Path serverCa;

    @Option(
            names = "--server-ssl-cert",
            paramLabel = "FILE",
            description = "The certificate that the proxy shows a server that wants one: PEM, or PKCS#12 with the key.")
    private @Nullable Path serverCert;

    @Option(
            names = "--server-ssl-key",
            paramLabel = "FILE",
            description = "The private key that belongs to it, in PEM.")
    private @Nullable Path serverKey;

    @Option(
            names = "--client-ssl-ca",
            paramLabel = "FILE",
            description = "Clients in TLS must show a certificate that one of these authorities has signed, in PEM.")
    private @Nullable Path clientCa;

    @Option(
            names = "--client-ssl-cert",
            paramLabel = "FILE",
            description =
                    "The certificate that clients are shown, PEM or PKCS#12 with the key, in place of one made by the proxy's CA (see"
                            + " 'mysql-proxy ca').")
    private @Nullable Path clientCert;

    @Option(
            names = "--client-ssl-key",
            paramLabel = "FILE",
            description = "The private key that belongs to it, in PEM.")
    private @Nullable Path clientKey;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            description =
                    "Where the proxy's own CA is kept, which is made when it is first needed (default: as 'mysql-proxy ca').")
    private @Nullable Path caDirectory;

    @Option(
            names = "--tls-handshake-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long each TLS handshake may take (default: ${DEFAULT-VALUE}).")
    private Duration handshakeTimeout = Duration.ofSeconds(10);

    @Mixin
    private KeyPassword keyPassword = new KeyPassword();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private @Nullable ClientOptions clientOptions;

    /**
     * Sets the proxy up.
     *
     * @param otherwise the mode on the client's side when none was given
     * @param err where it is said that keys are not protected or not kept
     */
    void apply(TcpProxy.Builder builder, ClientTlsMode otherwise, PrintWriter err) {
        ClientTlsMode mode = clientMode == null ? otherwise : clientMode;
        if (mode == ClientTlsMode.PASSTHROUGH) {
            if (serverMode != ServerTlsMode.AS_CLIENT) {
                throw new ParameterException(
                        command.commandLine(),
                        "--server-ssl-mode=" + serverMode + " needs TLS to end here: give --client-ssl-mode as well");
            }
            return;
        }
        try {
            TlsInterception.Builder tls = TlsInterception.with(identity(err))
                    .clientMode(mode)
                    .serverMode(serverMode)
                    .serverVerification(serverVerification)
                    .serverAuthorities(authorities(serverCa))
                    .clientAuthorities(authorities(clientCa))
                    .handshakeTimeout(handshakeTimeout);
            Credentials credentials = pair(serverCert, "--server-ssl-cert", serverKey, "--server-ssl-key", err);
            if (credentials != null) {
                tls.serverCredentials(credentials.keyManager());
            }
            builder.handler(tls.build());
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFiles.failure("cannot set TLS up", e);
        }
    }

    /** After {@link #apply}: that TLS ends here, and what clients that verify have to be told. */
    void announce(PrintWriter err) {
        ClientOptions options = clientOptions;
        if (options != null) {
            err.println("TLS ends here; clients that verify the server's certificate trust the proxy with:");
            options.print(err);
        }
    }

    private ServerIdentity identity(PrintWriter err) throws IOException, GeneralSecurityException {
        Credentials given = pair(clientCert, "--client-ssl-cert", clientKey, "--client-ssl-key", err);
        if (given != null) {
            return new FixedIdentity(given);
        }
        CaDirectory directory = caDirectory == null ? CaDirectory.ofUser() : new CaDirectory(caDirectory);
        try {
            ServerIdentity identity = directory.openOrCreate(KeyType.EC);
            clientOptions = ClientOptions.of(directory);
            return identity;
        } catch (FileSystemException e) {
            if (caDirectory != null) {
                throw e;
            }
            // Whoever has no home can still look inside; clients that verify cannot be told whom to trust.
            err.println("mysql-proxy: no CA can be kept in " + directory.directory() + " (" + e.getMessage()
                    + "); this run has one of its own (--tls-dir names a folder)");
            return CertificateAuthority.create(KeyType.EC);
        }
    }

    private @Nullable Credentials pair(
            @Nullable Path certificate,
            String certificateOption,
            @Nullable Path key,
            String keyOption,
            PrintWriter err) {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null) {
            throw new ParameterException(command.commandLine(), keyOption + " needs " + certificateOption);
        }
        return new KeyFiles(keyPassword, err).read(certificate, key);
    }

    private static List<X509Certificate> authorities(@Nullable Path file) throws IOException, GeneralSecurityException {
        return file == null ? List.of() : Credentials.certificatesFromPem(file);
    }
}
