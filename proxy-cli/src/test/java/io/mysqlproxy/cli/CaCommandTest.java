package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.tls.CaDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CaCommandTest {
    private record Result(int exitCode, String out, String err) {}

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    @Test
    void makesACaAndSaysHowClientsTrustIt() {
        Path dir = folder.resolve("ca");

        Result result = run("init", "--dir", dir.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("""
                        subject      CN=mysql-proxy CA [0-9a-f]{8},O=mysql-proxy
                        key          EC, 256 bits
                        valid        \\S+Z to \\S+Z
                        SHA-256      ([0-9A-F]{2}:){31}[0-9A-F]{2}
                        certificate  DIR/ca.pem
                        trust store  DIR/ca.p12 \\(PKCS#12, password mysql-proxy\\)
                        private key  DIR/ca.key

                        Clients trust it with:
                          mysql                --ssl-mode=VERIFY_CA --ssl-ca=DIR/ca.pem
                          mariadb              --ssl-ca=DIR/ca.pem
                          Connector/J          sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file://DIR/ca.p12&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword=mysql-proxy
                          MariaDB Connector/J  sslMode=verify-ca&serverSslCert=DIR/ca.pem
                        """.replace("DIR", dir.toString()));
        assertThat(run("show", "--dir", dir.toString()).out()).isEqualTo(result.out());
    }

    @Test
    void neverLosesACa() throws Exception {
        run("init", "--dir", folder.toString());
        byte[] key = Files.readAllBytes(folder.resolve("ca.key"));

        assertThat(run("init", "--dir", folder.toString()))
                .isEqualTo(new Result(
                        1,
                        "",
                        "mysql-proxy: there is a CA in " + folder
                                + " already ('mysql-proxy ca show' shows it, --force puts a new one in its place)\n"));
        assertThat(folder.resolve("ca.key")).hasBinaryContent(key);

        Result forced = run("init", "--force", "--key-type", "rsa", "--dir", folder.toString());

        assertThat(forced.out()).contains("key          RSA, 2048 bits");
        assertThat(forced.err()).startsWith("mysql-proxy: the old CA is in " + folder + "/replaced-");
        try (Stream<Path> files = Files.list(folder)) {
            Path old = files.filter(Files::isDirectory).findFirst().orElseThrow();
            assertThat(old.resolve("ca.key")).hasBinaryContent(key);
        }
    }

    @Test
    void exportsTheCertificateAndNotTheKey() throws Exception {
        Path dir = folder.resolve("ca");
        Path target = folder.resolve("for/clients");
        run("init", "--dir", dir.toString());
        X509Certificate ca = new CaDirectory(dir).open().orElseThrow().certificate();

        Result result = run("export", "--dir", dir.toString(), "--to", target.toString());

        assertThat(result).isEqualTo(new Result(0, "", ""));
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("ca.pem", "ca.p12");
        }
        assertThat(certificate(Files.readAllBytes(target.resolve("ca.pem")))).isEqualTo(ca);
        try (InputStream in = Files.newInputStream(target.resolve("ca.p12"))) {
            assertThat(trusted(in)).isEqualTo(ca);
        }
        assertThat(run("export", "--dir", dir.toString(), "--to", target.toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void exportsToStdout() throws Exception {
        run("init", "--dir", folder.toString());
        X509Certificate ca = new CaDirectory(folder).open().orElseThrow().certificate();

        assertThat(run("export", "--dir", folder.toString()).exitCode()).isZero();
        assertThat(certificate(data.toByteArray())).isEqualTo(ca);

        data.reset();
        assertThat(run("export", "--format", "p12", "--dir", folder.toString()).exitCode())
                .isZero();
        assertThat(trusted(new ByteArrayInputStream(data.toByteArray()))).isEqualTo(ca);
    }

    @Test
    void overwritesNoOtherFileUnlessForced() throws Exception {
        Path dir = folder.resolve("ca");
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.writeString(target.resolve("ca.p12"), "somebody else's");
        run("init", "--dir", dir.toString());

        assertThat(run("export", "--dir", dir.toString(), "--to", target.toString()))
                .isEqualTo(new Result(
                        1,
                        "",
                        "mysql-proxy: cannot write the certificate to " + target + ": " + target
                                + "/ca.p12: there is another file of this name (--force overwrites it)\n"));
        assertThat(target.resolve("ca.pem")).doesNotExist();

        assertThat(run("export", "--force", "--dir", dir.toString(), "--to", target.toString())
                        .exitCode())
                .isZero();
        assertThat(target.resolve("ca.p12")).hasSameBinaryContentAs(dir.resolve("ca.p12"));
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() throws Exception {
        Path dir = folder.resolve("ca");
        String missing = "mysql-proxy: there is no CA in " + dir + " ('mysql-proxy ca init' makes one)\n";
        assertThat(run("show", "--dir", dir.toString())).isEqualTo(new Result(1, "", missing));
        assertThat(run("export", "--dir", dir.toString())).isEqualTo(new Result(1, "", missing));
        assertThat(run())
                .isEqualTo(
                        new Result(2, "", "mysql-proxy: missing required subcommand\nTry 'mysql-proxy ca --help'.\n"));

        run("init", "--dir", dir.toString());
        Files.writeString(dir.resolve("ca.pem"), "");
        assertThat(run("show", "--dir", dir.toString()))
                .isEqualTo(new Result(
                        1,
                        "",
                        "mysql-proxy: cannot use the CA in " + dir + ": " + dir
                                + "/ca.pem has no certificate: no line says"
                                + " '-----BEGIN CERTIFICATE-----'; it does not look like PEM at all\n"));
    }

    @Test
    void quotesPathsForTheirReaders() {
        ClientOptions options = new ClientOptions(Path.of("/a b/it's/ca.pem"), Path.of("/a b+c&d/ca.p12"));

        assertThat(options.mysql()).isEqualTo("--ssl-mode=VERIFY_CA --ssl-ca='/a b/it'\\''s/ca.pem'");
        assertThat(options.connectorJ(Path.of("/a b+c&d/ca.p12")))
                .startsWith("sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:///a%2520b%2Bc%26d/ca.p12&");
    }

    private static X509Certificate certificate(byte[] pem) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private static X509Certificate trusted(InputStream in) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(in, "mysql-proxy".toCharArray());
        return (X509Certificate) store.getCertificate(store.aliases().nextElement());
    }

    private Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program =
                Main.commandLine(data).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = program.execute(
                Stream.concat(Stream.of("ca"), List.of(args).stream()).toArray(String[]::new));
        return new Result(exitCode, out.toString(), err.toString());
    }
}
