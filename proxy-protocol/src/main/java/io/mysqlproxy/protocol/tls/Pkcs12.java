package io.mysqlproxy.protocol.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Key stores in PKCS#12: the format that Java, OpenSSL and everybody else reads. */
final class Pkcs12 {
    private static final String TYPE = "PKCS12";

    private Pkcs12() {}

    /** A trust store with this one certificate. */
    static byte[] trustStore(X509Certificate trusted, char[] password) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(TYPE);
            store.load(null, null);
            store.setCertificateEntry("mysql-proxy-ca", trusted);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail", e);
        }
    }

    /** The one private key of the file, with its certificates. */
    static Credentials read(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new UnrecoverableKeyException("the password of " + file + " is wrong");
            }
            if (Files.isReadable(file)) {
                throw new KeyStoreException(file + " cannot be read as PKCS#12: " + e.getMessage(), e);
            }
            throw e;
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw new KeyStoreException(
                    file + " has " + (keys.isEmpty() ? "no private key" : keys.size() + " private keys, not one"));
        }
        return entry(store, keys.getFirst(), password);
    }

    private static Credentials entry(KeyStore store, String alias, char[] password) throws GeneralSecurityException {
        PrivateKey key = (PrivateKey) store.getKey(alias, password);
        List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
        return new Credentials(key, chain);
    }
}
