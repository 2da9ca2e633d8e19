package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.tls.CaDirectory;
import io.mysqlproxy.protocol.tls.CertificateAuthority;
import io.mysqlproxy.protocol.tls.Credentials;
import io.mysqlproxy.protocol.tls.KeyType;
import io.mysqlproxy.protocol.tls.ServerIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class IdentityOptionsTest {
    @Command
    static final class Program {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private KeyPassword password = new KeyPassword();
    }

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private final Credentials server;

    IdentityOptionsTest() throws GeneralSecurityException {
        server = CertificateAuthority.create(KeyType.EC).mint(Set.of("db"));
    }

    @BeforeEach
    void writeCertificates() throws IOException {
        Pem.write(folder.resolve("server.pem"), server.certificate());
        Files.setPosixFilePermissions(
                Pem.writeKey(folder.resolve("server.key"), server), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void makesACaWhereTheUserWantsIt() throws Exception {
        Path directory = folder.resolve("ca");
        Program program = parse("--ca-dir", directory.toString());

        ServerIdentity identity = identity(program);

        X509Certificate made = new CaDirectory(directory).open().orElseThrow().certificate();
        assertThat(shown(identity).getIssuerX500Principal()).isEqualTo(made.getSubjectX500Principal());
        assertThat(identity.caFile()).contains(directory.resolve("ca.pem"));
        assertThat(program.identity.clientOptions())
                .contains(new ClientOptions(directory.resolve("ca.pem"), directory.resolve("ca.p12")));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void signsWithACaOfTheUsers() throws Exception {
        CaDirectory made = new CaDirectory(folder.resolve("ca"));
        X509Certificate root = made.openOrCreate(KeyType.EC).certificate();

        Program program = parse(
                "--ca-cert",
                made.certificateFile().toString(),
                "--ca-key",
                made.keyFile().toString());

        ServerIdentity identity = identity(program);

        assertThat(shown(identity).getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(identity.caFile()).contains(made.certificateFile());
        assertThat(program.identity.clientOptions()).contains(new ClientOptions(made.certificateFile(), null));
    }

    @Test
    void givesNoClientAFileWithAKeyInIt() throws Exception {
        CaDirectory made = new CaDirectory(folder.resolve("ca"));
        X509Certificate root = made.openOrCreate(KeyType.EC).certificate();
        Program program = parse("--ca-cert", made.keyFile().toString());

        ServerIdentity identity = identity(program);

        assertThat(shown(identity).getIssuerX500Principal()).isEqualTo(root.getSubjectX500Principal());
        assertThat(identity.caFile()).isEmpty();
        assertThat(program.identity.clientOptions()).isEmpty();
    }

    @Test
    void showsOneCertificateToEverybody() throws Exception {
        ServerIdentity identity = identity(parse(
                "--client-ssl-cert",
                folder.resolve("server.pem").toString(),
                "--client-ssl-key",
                folder.resolve("server.key").toString()));

        assertThat(shown(identity)).isEqualTo(server.certificate());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void readsPkcs12WithAPasswordFromAFile() throws Exception {
        Path store = folder.resolve("server.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("k", server.key(), "grün".toCharArray(), new Certificate[] {server.certificate()});
        try (OutputStream out = Files.newOutputStream(store)) {
            keys.store(out, "grün".toCharArray());
        }
        Path password = Files.writeString(folder.resolve("password"), "grün\nsecond line\n");

        ServerIdentity identity =
                identity(parse("--client-ssl-cert", store.toString(), "--key-password-file", password.toString()));

        assertThat(shown(identity)).isEqualTo(server.certificate());
        assertThatThrownBy(() -> identity(parse("--client-ssl-cert", store.toString())))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot use " + store + ": the password of " + store + " is wrong");
    }

    @Test
    void warnsOfAKeyThatOthersCanRead() throws Exception {
        Path key = folder.resolve("server.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        identity(parse(
                "--client-ssl-cert", folder.resolve("server.pem").toString(), "--client-ssl-key", key.toString()));

        assertThat(err.toString())
                .isEqualTo("mysql-proxy: warning: others than its owner can read the private key in " + key
                        + " (chmod 600 protects it)\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--client-ssl-key=k, --client-ssl-key needs --client-ssl-cert",
        "--ca-key=k, --ca-key needs --ca-cert",
        "--client-ssl-cert=c --ca-dir=d, --client-ssl-cert is one certificate for everybody; no CA can be given with it",
        "--ca-cert=c --ca-dir=d, --ca-cert and --ca-dir are two CAs; give one of them"
    })
    void refusesWhatMakesNoSense(String args, String why) {
        assertThatThrownBy(() -> identity(parse(args.split(" ", -1))))
                .isInstanceOf(ParameterException.class)
                .hasMessage(why);
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatThrownBy(
                        () -> identity(parse("--ca-cert", folder.resolve("none").toString())))
                .isInstanceOf(Failure.class)
                .hasMessage("cannot use " + folder.resolve("none") + ": there is no file " + folder.resolve("none"));
    }

    private static Program parse(String... args) {
        Program program = new Program();
        new CommandLine(program).parseArgs(args);
        return program;
    }

    private ServerIdentity identity(Program program) {
        PrintWriter talk = new PrintWriter(err, true);
        return program.identity.identity(new KeyFiles(program.password, talk), talk);
    }

    private static X509Certificate shown(ServerIdentity identity) throws Exception {
        X509ExtendedKeyManager keys = identity.keysFor(Set.of("db.example.com"));
        return keys.getCertificateChain("EC")[0];
    }
}
