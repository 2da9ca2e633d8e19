package io.mysqlproxy.cli;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.tls.ClientTlsMode;
import io.mysqlproxy.protocol.tls.Credentials;
import io.mysqlproxy.protocol.tls.ServerTlsMode;
import io.mysqlproxy.protocol.tls.ServerVerification;
import io.mysqlproxy.protocol.tls.TlsInterception;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            names = "--tls-handshake-timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            defaultValue = "10s",
            description = "How long each TLS handshake may take (default: ${DEFAULT-VALUE}).")
    private Duration handshakeTimeout = Duration.ofSeconds(10);

    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private KeyPassword keyPassword = new KeyPassword();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private Optional<ClientOptions> clientOptions = Optional.empty();

    /**
     * Sets the proxy up.
     *
     * @param otherwise the mode on the client's side when none was given
     * @param err where it is said that keys are not protected or not kept
     */
    void apply(TcpProxy.Builder builder, ClientTlsMode otherwise, PrintWriter err) {
        ClientTlsMode mode = clientMode == null ? otherwise : clientMode;
        if (mode == ClientTlsMode.PASSTHROUGH) {
            if (identity.isGiven()) {
                throw new ParameterException(
                        command.commandLine(),
                        "a certificate is for clients whose TLS ends here: give --client-ssl-mode as well");
            }
            if (serverMode != ServerTlsMode.AS_CLIENT) {
                throw new ParameterException(
                        command.commandLine(),
                        "--server-ssl-mode=" + serverMode + " needs TLS to end here: give --client-ssl-mode as well");
            }
            return;
        }
        try {
            KeyFiles files = new KeyFiles(keyPassword, err);
            TlsInterception.Builder tls = TlsInterception.with(identity.identity(files, err))
                    .clientMode(mode)
                    .serverMode(serverMode)
                    .serverVerification(serverVerification)
                    .serverAuthorities(authorities(serverCa))
                    .clientAuthorities(authorities(clientCa))
                    .handshakeTimeout(handshakeTimeout);
            Credentials credentials = serverCredentials(files);
            if (credentials != null) {
                tls.serverCredentials(credentials.keyManager());
            }
            builder.handler(tls.build());
            clientOptions = identity.clientOptions();
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFiles.failure("cannot set TLS up", e);
        }
    }

    /** After {@link #apply}: that TLS ends here, and what clients that verify have to be told. */
    void announce(PrintWriter err) {
        clientOptions.ifPresent(options -> {
            err.println("TLS ends here; clients that verify the server's certificate trust the proxy with:");
            options.print(err);
        });
    }

    private @Nullable Credentials serverCredentials(KeyFiles files) {
        if (serverCert == null && serverKey != null) {
            throw new ParameterException(command.commandLine(), "--server-ssl-key needs --server-ssl-cert");
        }
        return serverCert == null ? null : files.read(serverCert, serverKey);
    }

    private static List<X509Certificate> authorities(@Nullable Path file) throws IOException, GeneralSecurityException {
        return file == null ? List.of() : Credentials.certificatesFromPem(file);
    }
}
