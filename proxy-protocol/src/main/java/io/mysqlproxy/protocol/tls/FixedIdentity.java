package io.mysqlproxy.protocol.tls;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The same certificate for every client, whatever names it asks for. */
public final class FixedIdentity implements ServerIdentity {
    private final X509ExtendedKeyManager keys;
    private final @Nullable Path caFile;

    /** @param credentials the server's key with its certificate, and those of intermediate authorities */
    public FixedIdentity(Credentials credentials) {
        this(credentials, null);
    }

    /** @param caFile what clients have to be given to trust it, or null when they trust it anyway */
    public FixedIdentity(Credentials credentials, @Nullable Path caFile) {
        this.keys = credentials.keyManager();
        this.caFile = caFile;
    }

    @Override
    public X509ExtendedKeyManager keysFor(Set<String> names) {
        return keys;
    }

    @Override
    public Optional<Path> caFile() {
        return Optional.ofNullable(caFile);
    }
}
