package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaDirectoryTest {
    @TempDir
    private Path folder;

    private CaDirectory ca = new CaDirectory(Path.of("unset"));

    @BeforeEach
    void nameADirectoryThatIsNotThere() {
        ca = new CaDirectory(folder.resolve("data/mysql-proxy"));
    }

    @ParameterizedTest
    @EnumSource
    void makesAnAuthorityThatItsOwnerAloneCanUse(KeyType type) throws Exception {
        assertThat(ca.open()).isEmpty();
        assertThat(ca.directory()).doesNotExist();

        X509Certificate made = ca.openOrCreate(type).certificate();

        assertThat(made.getPublicKey().getAlgorithm()).isEqualTo(type.name());
        assertThat(permissions())
                .isEqualTo(
                        Map.of("", "rwx------", "ca.key", "rw-------", "ca.pem", "rw-r--r--", "ca.p12", "rw-r--r--"));
        assertThat(ca.open().orElseThrow().certificate()).isEqualTo(made);
        assertThat(ca.openOrCreate(KeyType.EC).certificate()).isEqualTo(made);
        assertThat(ca.openOrCreate(KeyType.EC).caFile()).contains(ca.certificateFile());
        assertThat(Files.readString(ca.certificateFile())).isEqualTo(PemFile.of(made));
        assertThat(trusted()).isEqualTo(made);
    }

    private X509Certificate trusted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(ca.trustStoreFile())) {
            store.load(in, CaDirectory.trustStorePassword().toCharArray());
        }
        List<String> aliases = Collections.list(store.aliases());
        assertThat(aliases).hasSize(1);
        assertThat(store.isCertificateEntry(aliases.getFirst())).isTrue();
        return (X509Certificate) store.getCertificate(aliases.getFirst());
    }

    @Test
    void makesOneForAllThreadsThatComeAtOnce() throws Exception {
        List<Callable<X509Certificate>> coming = Collections.nCopies(
                20,
                () -> new CaDirectory(ca.directory()).openOrCreate(KeyType.EC).certificate());

        Set<X509Certificate> seen = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<X509Certificate> certificate : threads.invokeAll(coming)) {
                seen.add(certificate.get());
            }
        }

        assertThat(seen).hasSize(1);
    }

    @Test
    void makesOneForAllProcessesThatComeAtOnce() throws Exception {
        List<Process> coming = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            coming.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            whereIs(CaDirectory.class) + File.pathSeparator + whereIs(Comer.class),
                            Comer.class.getName(),
                            ca.directory().toString())
                    .redirectErrorStream(true)
                    .start());
        }

        Set<String> seen = new HashSet<>();
        for (Process process : coming) {
            seen.add(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }

        assertThat(seen).hasSize(1);
        assertThat(seen).containsExactly(ca.open().orElseThrow().certificate().getSerialNumber() + "\n");
    }

    private static String whereIs(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** A process that comes. */
    static final class Comer {
        private Comer() {}

        public static void main(String[] args) throws Exception {
            System.out.println(new CaDirectory(Path.of(args[0]))
                    .openOrCreate(KeyType.EC)
                    .certificate()
                    .getSerialNumber());
        }
    }

    @Test
    void makesAgainWhatIsMissingOfTheCertificates() throws Exception {
        X509Certificate made = ca.openOrCreate(KeyType.EC).certificate();
        Files.delete(ca.certificateFile());
        Files.delete(ca.trustStoreFile());

        assertThat(ca.open().orElseThrow().certificate()).isEqualTo(made);

        assertThat(Files.readString(ca.certificateFile())).isEqualTo(PemFile.of(made));
        assertThat(trusted()).isEqualTo(made);
    }

    @Test
    void takesAnAuthorityThatSomebodyPutThere() throws Exception {
        Credentials own = CertificateAuthority.newIssuer(KeyType.EC, InstantSource.system());
        Files.createDirectories(ca.directory());
        ProtectedFiles.writeSecret(ca.keyFile(), PemFile.of(own.key()).getBytes(StandardCharsets.US_ASCII));
        Files.writeString(ca.certificateFile(), PemFile.of(own.certificate()));

        assertThat(ca.openOrCreate(KeyType.RSA).certificate()).isEqualTo(own.certificate());

        assertThat(trusted()).isEqualTo(own.certificate());
    }

    @Test
    void makesNoNewKeyForACertificateThatClientsMayTrust() throws Exception {
        ca.openOrCreate(KeyType.EC);
        Files.delete(ca.keyFile());

        assertThatThrownBy(() -> ca.openOrCreate(KeyType.EC))
                .isInstanceOf(IOException.class)
                .hasMessage(ca.certificateFile() + " is there, but not its key " + ca.keyFile()
                        + ": put the key back, or take the certificate away for a new authority");
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws Exception {
        ca.openOrCreate(KeyType.EC);
        Files.setPosixFilePermissions(ca.keyFile(), PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(ca::open)
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("others than its owner may use this private key; if nobody has, protect"
                        + " it with 'chmod 600 " + ca.keyFile() + "'");
    }

    @Test
    void movesTheOldOneAsideForANewOne() throws Exception {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-27T09:08:07.5Z"));
        X509Certificate old = ca.openOrCreate(KeyType.EC).certificate();

        Path aside = new CaDirectory(ca.directory(), clock).replace(KeyType.RSA).orElseThrow();

        assertThat(aside).isEqualTo(ca.directory().resolve("replaced-20261127T090807Z"));
        assertThat(new CaDirectory(aside).open().orElseThrow().certificate()).isEqualTo(old);
        assertThat(ca.open().orElseThrow().certificate().getPublicKey().getAlgorithm())
                .isEqualTo("RSA");
        assertThat(trusted()).isEqualTo(ca.open().orElseThrow().certificate());
    }

    @Test
    void replacesNothingByANewOneToo() throws Exception {
        assertThat(ca.replace(KeyType.EC)).isEmpty();

        assertThat(ca.open()).isPresent();
    }

    private Map<String, String> permissions() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ca.directory())) {
            for (Path file : files.filter(f -> !f.endsWith(".ca.lock")).toList()) {
                all.put(
                        ca.directory().relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return all;
    }
}
