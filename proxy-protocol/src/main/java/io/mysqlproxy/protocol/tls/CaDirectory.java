package io.mysqlproxy.protocol.tls;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A directory with an authority of one's own:
 *
 * <pre>
 *   ca.key   the private key, PKCS#8 in PEM, and its certificate: for its owner alone
 *   ca.pem   the certificate in PEM: what clients are given
 *   ca.p12   the same as a trust store for Java, with {@link #trustStorePassword}
 * </pre>
 *
 * <ol>
 *   <li>It is made by whoever comes first, one process and one thread of it at a time; others wait and take what is there.
 *   <li>The key with its certificate is written first, and each file complete or not at all. What is missing of the other two is made from it.
 *   <li>Nothing is ever overwritten: {@link #replace} moves the old files aside.
 *   <li>A key that others can read is refused.
 * </ol>
 */
public final class CaDirectory {
    private static final String LOCK = ".ca.lock";
    /** No secret: it only lets a reader check that the file is whole. */
    private static final String TRUST_STORE_PASSWORD = "mysql-proxy";
    /** A file lock is held by the whole process, so that threads need a lock of their own. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final InstantSource clock;

    /** @param directory need not exist */
    public CaDirectory(Path directory) {
        this(directory, InstantSource.system());
    }

    CaDirectory(Path directory, InstantSource clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /** The user's own: {@code mysql-proxy} below {@code $XDG_DATA_HOME}, or where the system keeps such data. */
    public static CaDirectory ofUser() {
        return new CaDirectory(UserData.folder());
    }

    public Path directory() {
        return directory;
    }

    public Path keyFile() {
        return directory.resolve("ca.key");
    }

    public Path certificateFile() {
        return directory.resolve("ca.pem");
    }

    public Path trustStoreFile() {
        return directory.resolve("ca.p12");
    }

    /** Of {@link #trustStoreFile}; known to everybody. */
    public static String trustStorePassword() {
        return TRUST_STORE_PASSWORD;
    }

    /**
     * The authority that is here.
     *
     * @return empty when there is none
     * @throws IOException when files cannot be read or written, or are not protected
     * @throws GeneralSecurityException when what is in them is no authority
     */
    public Optional<CertificateAuthority> open() throws IOException, GeneralSecurityException {
        if (!Files.exists(keyFile())) {
            if (Files.exists(certificateFile())) {
                throw new IOException(certificateFile() + " is there, but not its key " + keyFile()
                        + ": put the key back, or take the certificate away for a new authority");
            }
            return Optional.empty();
        }
        // In a directory that cannot be written to, a trust store can be missing.
        if (!isComplete() && (!Files.exists(certificateFile()) || Files.isWritable(directory))) {
            locked(this::complete);
        }
        return Optional.of(load());
    }

    /**
     * The authority that is here, made if there is none.
     *
     * @param type what a new one's key is like
     */
    public CertificateAuthority openOrCreate(KeyType type) throws IOException, GeneralSecurityException {
        Optional<CertificateAuthority> found = open();
        if (found.isPresent()) {
            return found.get();
        }
        ProtectedFiles.createDirectories(directory);
        locked(() -> {
            if (!Files.exists(keyFile())) {
                writeNew(type);
            }
            complete();
        });
        return load();
    }

    /**
     * A new authority in place of the one that is here. The old one's files are moved into a folder beside them; clients that trusted it do not trust the new
     * one, and proxies that run go on with the old one.
     *
     * @return the folder with the old files, or empty when there were none
     */
    public Optional<Path> replace(KeyType type) throws IOException, GeneralSecurityException {
        ProtectedFiles.createDirectories(directory);
        Path aside = directory.resolve("replaced-" + TO_THE_SECOND.format(clock.instant()));
        boolean[] moved = new boolean[1];
        locked(() -> {
            for (Path file : List.of(trustStoreFile(), certificateFile(), keyFile())) {
                if (Files.exists(file)) {
                    ProtectedFiles.createDirectories(aside);
                    Files.move(file, aside.resolve(file.getFileName()));
                    moved[0] = true;
                }
            }
            writeNew(type);
            complete();
        });
        return moved[0] ? Optional.of(aside) : Optional.empty();
    }

    private boolean isComplete() {
        return Files.exists(certificateFile()) && Files.exists(trustStoreFile());
    }

    private CertificateAuthority load() throws IOException, GeneralSecurityException {
        ProtectedFiles.check(keyFile());
        return CertificateAuthority.of(Credentials.fromPem(certificateFile(), keyFile()), certificateFile(), clock);
    }

    private void writeNew(KeyType type) throws IOException, GeneralSecurityException {
        Credentials issuer = CertificateAuthority.newIssuer(type, clock);
        ProtectedFiles.writeSecret(keyFile(), text(PemFile.of(issuer.key()) + PemFile.of(issuer.certificate())));
    }

    /** Adds what a process that was stopped, or a person, left out. */
    private void complete() throws IOException, GeneralSecurityException {
        if (!Files.exists(certificateFile())) {
            X509Certificate certificate = PemFile.read(keyFile()).certificates().getFirst();
            ProtectedFiles.writePublic(certificateFile(), text(PemFile.of(certificate)));
        }
        if (!Files.exists(trustStoreFile())) {
            X509Certificate certificate =
                    PemFile.read(certificateFile()).certificates().getFirst();
            ProtectedFiles.writePublic(
                    trustStoreFile(), Pkcs12.trustStore(certificate, TRUST_STORE_PASSWORD.toCharArray()));
        }
    }

    private static byte[] text(String pem) {
        return pem.getBytes(StandardCharsets.US_ASCII);
    }

    private interface Work {
        void run() throws IOException, GeneralSecurityException;
    }

    private void locked(Work work) throws IOException, GeneralSecurityException {
        MAKING.lock();
        try (FileChannel channel =
                        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid()) {
                work.run();
            }
        } finally {
            MAKING.unlock();
        }
    }
}
