package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-27T09:08:07.5Z");
    private static final Set<String> NAMES =
            new LinkedHashSet<>(List.of("db.example.com", "*.example.com", "127.0.0.1", "2001:db8::1"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void makesAnAuthorityForTenYears(KeyType type) throws Exception {
        X509Certificate ca = authority(type, NOW).certificate();

        assertThat(ca.getVersion()).isEqualTo(3);
        assertThat(ca.getSubjectX500Principal()).isEqualTo(ca.getIssuerX500Principal());
        assertThat(ca.getSubjectX500Principal().getName()).matches("CN=mysql-proxy CA [0-9a-f]{8},O=mysql-proxy");
        assertThat(ca.getNotBefore()).isEqualTo(Instant.parse("2026-11-26T09:08:07Z"));
        assertThat(ca.getNotAfter()).isEqualTo(Instant.parse("2036-11-27T09:08:07Z"));
        assertThat(ca.getBasicConstraints()).isZero();
        assertThat(ca.getKeyUsage()).isEqualTo(usage(5, 6));
        assertThat(ca.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
        assertThat(ca.getNonCriticalExtensionOIDs()).containsExactly("2.5.29.14");
        assertThat(ca.getSigAlgName()).isEqualTo(type == KeyType.EC ? "SHA256withECDSA" : "SHA256withRSA");
        ca.verify(ca.getPublicKey());
    }

    @ParameterizedTest
    @EnumSource
    void makesServersThatTheJdkAccepts(KeyType type) throws Exception {
        CertificateAuthority authority = authority(type, NOW);

        Credentials server = authority.mint(NAMES);

        X509Certificate certificate = server.certificate();
        assertThat(server.chain()).containsExactly(certificate);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=db.example.com");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "db.example.com"),
                        List.of(2, "*.example.com"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "2001:db8:0:0:0:0:0:1"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getKeyUsage()).isEqualTo(type == KeyType.EC ? usage(0) : usage(0, 2));
        assertThat(certificate.getNotBefore()).isEqualTo(Instant.parse("2026-11-26T09:08:07Z"));
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(397));
        assertThat(Credentials.matches(server.key(), certificate.getPublicKey()))
                .isTrue();
        validate(server, authority.certificate());
    }

    @ParameterizedTest
    @EnumSource
    void makesCertificatesThatOpenSslAcceptsAtItsStrictest(KeyType type) throws Exception {
        CertificateAuthority authority = authority(type, Instant.now());
        Files.writeString(folder.resolve("ca.pem"), PemFile.of(authority.certificate()));
        Files.writeString(
                folder.resolve("server.pem"), PemFile.of(authority.mint(NAMES).certificate()));

        assertThat(verify("-purpose", "sslserver", "-verify_hostname", "db.example.com"))
                .isEqualTo("server.pem: OK\n");
        assertThat(verify("-verify_hostname", "other.example.com")).isEqualTo("server.pem: OK\n");
        assertThat(verify("-verify_ip", "2001:db8::1")).isEqualTo("server.pem: OK\n");
        assertThat(verify("-verify_ip", "127.0.0.1")).isEqualTo("server.pem: OK\n");
        assertThat(verify("-verify_hostname", "db.example.org")).contains("hostname mismatch");
        assertThat(verify("-purpose", "sslclient")).contains("unsuitable certificate purpose");
        assertThat(OpenSsl.run(folder, "verify", "-x509_strict", "-check_ss_sig", "-CAfile", "ca.pem", "ca.pem"))
                .isEqualTo("ca.pem: OK\n");
    }

    private String verify(String... more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("verify", "-x509_strict", "-CAfile", "ca.pem"));
        arguments.addAll(List.of(more));
        arguments.add("server.pem");
        return OpenSsl.run(folder, arguments.toArray(String[]::new));
    }

    @Test
    void signsAsAnIntermediateOfSomebodyElse() throws Exception {
        Files.writeString(folder.resolve("openssl.cnf"), """
                [req]
                distinguished_name = name
                [name]
                [root]
                basicConstraints = critical, CA:TRUE
                keyUsage = critical, keyCertSign
                subjectKeyIdentifier = hash
                [intermediate]
                basicConstraints = critical, CA:TRUE, pathlen:0
                keyUsage = critical, keyCertSign
                subjectKeyIdentifier = 1234
                authorityKeyIdentifier = keyid
                """);
        openSsl("req -config openssl.cnf -x509 -extensions root -newkey rsa:2048 -nodes -keyout root.key -out root.pem"
                + " -subj /CN=root -days 30");
        openSsl(
                "req -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout sub.key -out sub.csr"
                        + " -subj /O=corp/CN=sub");
        openSsl("x509 -req -in sub.csr -CA root.pem -CAkey root.key -set_serial 7 -days 30 -extfile openssl.cnf"
                + " -extensions intermediate -out sub.pem");
        Files.writeString(
                folder.resolve("chain.pem"),
                Files.readString(folder.resolve("sub.pem")) + Files.readString(folder.resolve("root.pem")));

        CertificateAuthority authority = CertificateAuthority.of(
                Credentials.fromPem(folder.resolve("chain.pem"), folder.resolve("sub.key")), null);
        Credentials server = authority.mint(Set.of("db.example.com"));

        assertThat(server.chain()).hasSize(2).contains(authority.certificate());
        assertThat(server.certificate().getSigAlgName()).isEqualTo("SHA384withECDSA");
        assertThat(server.certificate().getNotAfter())
                .isEqualTo(authority.certificate().getNotAfter());
        Files.writeString(folder.resolve("server.pem"), PemFile.of(server.certificate()));
        assertThat(OpenSsl.run(
                        folder, "verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "sub.pem", "server.pem"))
                .isEqualTo("server.pem: OK\n");
    }

    private void openSsl(String arguments) throws InterruptedException {
        assertThat(OpenSsl.run(folder, arguments.split(" "))).doesNotContain("exit code");
    }

    @Test
    void tellsWhenItsOwnCertificateHasExpired() throws Exception {
        Credentials old = issuerOf(KeyType.EC, NOW.minus(Duration.ofDays(4000)));
        CertificateAuthority today = CertificateAuthority.of(old, null, InstantSource.fixed(NOW));

        assertThatThrownBy(() -> today.mint(NAMES))
                .isInstanceOf(CertificateException.class)
                .hasMessageMatching("the CA certificate of CN=mysql-proxy CA .* expired on 2025-12-15T09:08:07Z");
    }

    @Test
    void refusesACertificateThatMayNotSign() throws Exception {
        Credentials server = authority(KeyType.EC, NOW).mint(NAMES);

        assertThatThrownBy(() -> CertificateAuthority.of(server, null))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("the certificate of CN=db.example.com is not a CA's");
    }

    @Test
    void givesEveryCertificateASerialNumberOfItsOwn() throws Exception {
        CertificateAuthority authority = authority(KeyType.EC, NOW);
        Set<Object> serials = new HashSet<>();

        for (int i = 0; i < 50; i++) {
            X509Certificate certificate = authority.mint(Set.of("db" + i)).certificate();
            serials.add(certificate.getSerialNumber());
            assertThat(certificate.getSerialNumber()).isPositive();
            assertThat(certificate.getSerialNumber().bitLength()).isEqualTo(127);
        }

        assertThat(serials).hasSize(50);
    }

    @Test
    void makesACertificateWithoutNamesWhenNoneIsUsable() throws Exception {
        CertificateAuthority authority = authority(KeyType.EC, NOW);

        X509Certificate certificate =
                authority.mint(Set.of("a b", "x,CN=evil", "999.1.1.1")).certificate();

        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=mysql-proxy");
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        validate(new Credentials(authority.mint(NAMES).key(), List.of(certificate)), authority.certificate());
    }

    @Test
    void mintsOnceForAllWhoAskAtTheSameTime() throws Exception {
        CertificateAuthority authority = CertificateAuthority.create(KeyType.EC);
        List<Callable<X509ExtendedKeyManager>> asking =
                Collections.nCopies(100, () -> authority.keysFor(Set.of("db.example.com", "10.0.0.1")));

        Set<X509ExtendedKeyManager> given = Collections.newSetFromMap(new IdentityHashMap<>());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<X509ExtendedKeyManager> keys : threads.invokeAll(asking)) {
                given.add(keys.get());
            }
        }

        assertThat(given).hasSize(1);
        assertThat(authority.keysFor(Set.of("10.0.0.1", "db.example.com"))).isIn(given);
        assertThat(authority.keysFor(Set.of("10.0.0.1"))).isNotIn(given);
        assertThat(authority.caFile()).isEqualTo(Optional.empty());
    }

    private static CertificateAuthority authority(KeyType type, Instant now) throws Exception {
        return CertificateAuthority.of(issuerOf(type, now), null, InstantSource.fixed(now));
    }

    private static Credentials issuerOf(KeyType type, Instant now) throws Exception {
        return CertificateAuthority.newIssuer(type, InstantSource.fixed(now));
    }

    private static void validate(Credentials server, X509Certificate root) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(server.chain());
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static boolean[] usage(int... bits) {
        boolean[] usage = new boolean[9];
        IntStream.of(bits).forEach(bit -> usage[bit] = true);
        return usage;
    }
}
