package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and certificates as OpenSSL writes them, in every layout that people have. */
class CredentialsTest {
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"rsa, rsa-pkcs8", "rsa, rsa-pkcs1", "ec, ec-sec1", "ec, ec-pkcs8"})
    void readsEveryLayoutOfKeys(String kind, String key) throws Exception {
        Credentials credentials = Credentials.fromPem(pem(kind + "-certificate"), pem(key));

        assertThat(credentials.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=" + kind + ".test");
        assertThat(Credentials.matches(
                        credentials.key(), credentials.certificate().getPublicKey()))
                .isTrue();
    }

    @Test
    void readsOneFileWithEverythingInItAndTextBetween() throws Exception {
        Path all = folder.resolve("all.pem");
        Files.writeString(
                all,
                "Bag Attributes\r\n    friendlyName: server – ü\r\n"
                        + Files.readString(pem("ec-sec1")).replace("\n", "\r\n")
                        + "subject=CN = ec.test\n"
                        + Files.readString(pem("ec-certificate"))
                        + Files.readString(pem("rsa-certificate")));

        Credentials credentials = Credentials.fromPem(all, all);

        assertThat(credentials.chain())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=ec.test", "CN=rsa.test");
    }

    @ParameterizedTest
    @CsvSource({"ec, CN=ec.test", "rsa-legacy, CN=rsa.test"})
    void readsPkcs12(String file, String subject) throws Exception {
        Credentials credentials = Credentials.fromPkcs12(p12(file), PASSWORD);

        assertThat(credentials.certificate().getSubjectX500Principal().getName())
                .isEqualTo(subject);
        assertThat(credentials)
                .hasToString("Credentials[" + subject + ", " + credentials.key().getAlgorithm() + "]");
    }

    @Test
    void writesWhatItReads() throws Exception {
        Credentials credentials = Credentials.fromPem(pem("ec-certificate"), pem("ec-sec1"));
        Path copy = folder.resolve("copy.pem");

        Files.writeString(copy, PemFile.of(credentials.key()) + PemFile.of(credentials.certificate()));

        assertThat(Files.readString(copy)).endsWith(Files.readString(pem("ec-certificate")));
        assertThat(Credentials.fromPem(copy, copy)).isEqualTo(credentials);
    }

    @Test
    void saysThatEncryptedKeysAreNotSupportedAndWhatToDo() throws Exception {
        for (String key : List.of("rsa-pkcs8-encrypted", "rsa-pkcs1-encrypted")) {
            assertThatThrownBy(() -> Credentials.fromPem(pem("rsa-certificate"), pem(key)))
                    .isInstanceOf(GeneralSecurityException.class)
                    .hasMessage(
                            "the private key in " + pem(key) + " is encrypted, which is not supported in PEM: give a"
                                    + " PKCS#12 file with its password, or take the encryption off with 'openssl pkey -in FILE"
                                    + " -out PLAIN'");
        }
    }

    @Test
    void saysWhatIsWrongWithFilesOfPem() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
        Path damaged = Files.writeString(
                folder.resolve("damaged.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        Path cut = Files.writeString(
                folder.resolve("cut.pem"),
                Files.readString(pem("ec-sec1")).replaceFirst("[A-Za-z0-9+/=]+\n-----END EC PRIV", "-----END EC PRIV"));
        Path large = Files.write(folder.resolve("large.pem"), new byte[(1 << 20) + 1]);

        assertThat(complaint(pem("ec-certificate"), pem("rsa-pkcs8")))
                .isEqualTo(pem("ec-certificate") + " and " + pem("rsa-pkcs8")
                        + ": the private key is not the one of the first certificate, which is for CN=ec.test");
        assertThat(complaint(pem("ec-pkcs8"), pem("ec-sec1")))
                .isEqualTo(pem("ec-pkcs8")
                        + " has no certificate: no line says '-----BEGIN CERTIFICATE-----'; it has PRIVATE KEY");
        assertThat(complaint(pem("ec-certificate"), pem("ec-certificate")))
                .contains(" has no private key: ", "; it has CERTIFICATE");
        assertThat(complaint(empty, pem("ec-sec1"))).endsWith("; it does not look like PEM at all");
        assertThat(complaint(damaged, pem("ec-sec1"))).startsWith(damaged + " has a damaged certificate: ");
        assertThat(complaint(pem("ec-certificate"), cut)).startsWith("the private key in " + cut + " cannot be used: ");
        assertThat(complaint(pem("ec-certificate"), pem("ed25519-pkcs8")))
                .endsWith("cannot be used: it is damaged, or neither RSA nor EC");
        assertThatThrownBy(() -> Credentials.fromPem(large, large))
                .isInstanceOf(IOException.class)
                .hasMessage(large + " is too large for a file of certificates and keys");
        assertThatThrownBy(() -> Credentials.fromPem(folder.resolve("none"), folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void saysWhatIsWrongWithPkcs12() throws Exception {
        assertThatThrownBy(() -> Credentials.fromPkcs12(p12("ec"), "wrong".toCharArray()))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("the password of " + p12("ec") + " is wrong");
        assertThatThrownBy(() -> Credentials.fromPkcs12(p12("no-key"), PASSWORD))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage(p12("no-key") + " has no private key");
        assertThatThrownBy(() -> Credentials.fromPkcs12(pem("ec-sec1"), PASSWORD))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageStartingWith(pem("ec-sec1") + " cannot be read as PKCS#12: ");
        assertThatThrownBy(() -> Credentials.fromPkcs12(folder.resolve("none"), PASSWORD))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static String complaint(Path certificates, Path key) throws IOException {
        try {
            return "accepted: " + Credentials.fromPem(certificates, key);
        } catch (GeneralSecurityException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Path pem(String name) {
        return resource(name + "-openssl-3.0.19-2026-11-27.pem");
    }

    private static Path p12(String name) {
        return resource(name + "-openssl-3.0.19-2026-11-27.p12");
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(CredentialsTest.class.getResource("/tls/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
