package io.mysqlproxy.protocol.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * An authority of one's own, that makes a certificate for whatever server a client wants to see. Who holds its key can be any server to every client that
 * trusts it; see {@link CaDirectory} for one that is kept in files.
 *
 * <p>Safe for many threads. Certificates are kept, and made anew a month before they end; all of one authority share a key of each type, which is made
 * with the first of them and never leaves the process.
 */
public final class CertificateAuthority implements ServerIdentity {
    private static final int KEY_CERT_SIGN = 5;

    private final Credentials issuer;
    private final @Nullable Path caFile;
    private final InstantSource clock;
    private final MintedKeys minted;
    private final ReentrantLock makingServerKey = new ReentrantLock();
    private final Map<KeyType, KeyPair> serverKeys = new EnumMap<>(KeyType.class);

    private CertificateAuthority(Credentials issuer, @Nullable Path caFile, InstantSource clock) {
        this.issuer = issuer;
        this.caFile = caFile;
        this.clock = clock;
        this.minted = new MintedKeys(clock, this::keys);
    }

    /** A new one, that lasts ten years and is kept nowhere. */
    public static CertificateAuthority create(KeyType type) throws GeneralSecurityException {
        InstantSource clock = InstantSource.system();
        return new CertificateAuthority(newIssuer(type, clock), null, clock);
    }

    /**
     * One that exists: root or intermediate.
     *
     * @param issuer its key and certificate, followed by those of the authorities above it, if it is no root
     * @param caFile what clients have to be given, in PEM, or null when they trust it anyway
     * @throws GeneralSecurityException when the certificate does not allow to sign others, or the key cannot
     */
    public static CertificateAuthority of(Credentials issuer, @Nullable Path caFile) throws GeneralSecurityException {
        return of(issuer, caFile, InstantSource.system());
    }

    static CertificateAuthority of(Credentials issuer, @Nullable Path caFile, InstantSource clock)
            throws GeneralSecurityException {
        X509Certificate certificate = issuer.certificate();
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
            throw new CertificateException("the certificate of " + certificate.getSubjectX500Principal()
                    + " is not a CA's: it may not sign others (basicConstraints CA:TRUE and keyUsage keyCertSign are"
                    + " needed)");
        }
        SignatureScheme.of(issuer.key());
        return new CertificateAuthority(issuer, caFile, clock);
    }

    /** A root of its own, named after its key, so that two authorities never have the same name. */
    static Credentials newIssuer(KeyType type, InstantSource clock) throws GeneralSecurityException {
        KeyPair pair = type.generate();
        return new Credentials(pair.getPrivate(), List.of(selfSigned(pair, clock)));
    }

    static X509Certificate selfSigned(KeyPair pair, InstantSource clock) throws GeneralSecurityException {
        String id = HexFormat.of().formatHex(CertificateExtension.keyIdentifier(pair.getPublic()), 0, 4);
        X500Principal name = new X500Principal("CN=mysql-proxy CA " + id + ", O=mysql-proxy");
        return CertificateWriter.write(
                name,
                pair.getPrivate(),
                name,
                pair.getPublic(),
                Validity.ofAuthority(clock.instant()),
                CertificateExtension.authority(),
                CertificateExtension.signsCertificates(),
                CertificateExtension.subjectKeyIdentifier(pair.getPublic()));
    }

    /** What clients have to trust. */
    public X509Certificate certificate() {
        return issuer.certificate();
    }

    /**
     * The certificate of a server with these names, from those that were made before if it is among them. There are two, one with a key of each
     * {@link KeyType}, so that the cipher suite that a client and the real server agree on, which in TLS 1.2 depends on the key, can be had from here as well.
     */
    @Override
    public X509ExtendedKeyManager keysFor(Set<String> names) throws GeneralSecurityException {
        return minted.keysFor(names);
    }

    @Override
    public Optional<Path> caFile() {
        return Optional.ofNullable(caFile);
    }

    /**
     * A certificate for a server with these names.
     *
     * @param names as in {@link ServerIdentity#keysFor}; what is neither a host name nor an address is left out
     * @throws GeneralSecurityException when the authority's own certificate has expired or is not valid yet
     */
    public Credentials mint(Set<String> names) throws GeneralSecurityException {
        return mint(names, KeyType.of(issuer.certificate().getPublicKey()));
    }

    /** The issuer's type of key at once, the other one when a client's TLS asks for it. */
    private MintedKeys.Minted keys(Set<String> names) throws GeneralSecurityException {
        Credentials own = mint(names);
        KeyType type = KeyType.of(own.certificate().getPublicKey());
        KeyType otherType = type == KeyType.EC ? KeyType.RSA : KeyType.EC;
        FutureTask<Credentials> other = new FutureTask<>(() -> mint(names, otherType));
        return new MintedKeys.Minted(
                new AliasKeyManager(Map.of(type.name(), () -> own, otherType.name(), () -> resultOf(other))),
                own.certificate().getNotAfter().toInstant());
    }

    private static @Nullable Credentials resultOf(FutureTask<Credentials> task) {
        task.run(); // does nothing when it ran or another thread runs it
        try {
            return task.get();
        } catch (ExecutionException e) {
            return null; // the authority has expired meanwhile; the handshake fails for want of a key
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Credentials mint(Set<String> names, KeyType type) throws GeneralSecurityException {
        checkValidity();
        KeyPair pair = serverKey(type);
        SubjectNames subject = SubjectNames.of(names);
        List<byte[]> extensions = new ArrayList<>(List.of(
                CertificateExtension.noAuthority(),
                CertificateExtension.serverKeyUsage(type),
                CertificateExtension.serverAuthentication(),
                CertificateExtension.subjectKeyIdentifier(pair.getPublic()),
                CertificateExtension.authorityKeyIdentifier(issuer.certificate())));
        if (!subject.isEmpty()) {
            extensions.add(CertificateExtension.subjectAlternativeNames(subject.encoded()));
        }
        X509Certificate certificate = CertificateWriter.write(
                issuer.certificate().getSubjectX500Principal(),
                issuer.key(),
                subject.subject(),
                pair.getPublic(),
                Validity.ofServer(clock.instant(), issuer.certificate()),
                extensions.toArray(byte[][]::new));
        return new Credentials(pair.getPrivate(), chainOf(certificate));
    }

    private void checkValidity() throws CertificateException {
        X509Certificate own = issuer.certificate();
        if (clock.instant().isAfter(own.getNotAfter().toInstant())) {
            throw new CertificateException("the CA certificate of " + own.getSubjectX500Principal() + " expired on "
                    + own.getNotAfter().toInstant());
        }
    }

    /** The client has the root; what stands between it and the server it must be shown. */
    private List<X509Certificate> chainOf(X509Certificate certificate) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        for (X509Certificate above : issuer.chain()) {
            if (!above.getSubjectX500Principal().equals(above.getIssuerX500Principal())) {
                chain.add(above);
            }
        }
        return chain;
    }

    /** Of one key many certificates can be made quickly; an RSA key takes a good part of a second. */
    private KeyPair serverKey(KeyType type) throws GeneralSecurityException {
        makingServerKey.lock();
        try {
            KeyPair pair = serverKeys.get(type);
            if (pair == null) {
                pair = type.generate();
                serverKeys.put(type, pair);
            }
            return pair;
        } finally {
            makingServerKey.unlock();
        }
    }
}
