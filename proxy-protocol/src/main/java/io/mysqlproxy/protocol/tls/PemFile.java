package io.mysqlproxy.protocol.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of PEM blocks: certificates, keys, and whatever else stands between them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class PemFile {
    /** Nobody's chain is larger; a wrong file, such as a disk image, may be. */
    private static final long LARGEST_FILE = 1 << 20;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private record Block(String label, String body) {}

    private final Path file;
    private final List<Block> blocks;

    private PemFile(Path file, List<Block> blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    static PemFile read(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file + " is too large for a file of certificates and keys");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return new PemFile(file, List.copyOf(blocks));
    }

    /** As a block of its own. */
    static String of(X509Certificate certificate) throws CertificateException {
        return block(CERTIFICATE, certificate.getEncoded());
    }

    /** As a PKCS#8 block. */
    static String of(PrivateKey key) {
        return block(PrivateKeyFormat.PKCS8.label(), key.getEncoded());
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    /** All of them, in the order of the file. */
    List<X509Certificate> certificates() throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals(CERTIFICATE)) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    file + " has no certificate: no line says '-----BEGIN CERTIFICATE-----'" + found());
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) throws CertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(content(block)));
        } catch (CertificateException | InvalidKeyException e) {
            throw new CertificateException(file + " has a damaged certificate: " + e.getMessage(), e);
        }
    }

    /** The first private key of the file. */
    PrivateKey privateKey() throws GeneralSecurityException {
        for (Block block : blocks) {
            for (PrivateKeyFormat format : PrivateKeyFormat.values()) {
                if (format.label().equals(block.label)) {
                    return privateKey(format, block);
                }
            }
        }
        throw new InvalidKeyException(file + " has no private key: none of its lines begins with '-----BEGIN' and ends"
                + " with 'PRIVATE KEY-----'" + found());
    }

    private PrivateKey privateKey(PrivateKeyFormat format, Block block) throws InvalidKeyException {
        if (format == PrivateKeyFormat.ENCRYPTED || block.body.contains("ENCRYPTED")) {
            throw new InvalidKeyException("the private key in " + file + " is encrypted, which is not supported in PEM:"
                    + " give a PKCS#12 file with its password, or take the encryption off with"
                    + " 'openssl pkey -in FILE -out PLAIN'");
        }
        try {
            return format.read(content(block));
        } catch (InvalidKeyException e) {
            throw new InvalidKeyException("the private key in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static byte[] content(Block block) throws InvalidKeyException {
        try {
            return Base64.getMimeDecoder().decode(block.body);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("it is no Base64", e);
        }
    }

    private String found() {
        return blocks.isEmpty()
                ? "; it does not look like PEM at all"
                : "; it has "
                        + String.join(", ", blocks.stream().map(Block::label).toList());
    }
}
