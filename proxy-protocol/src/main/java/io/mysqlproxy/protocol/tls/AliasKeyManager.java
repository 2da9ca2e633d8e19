package io.mysqlproxy.protocol.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The same for everybody: one key, or one of each algorithm, which is its alias then. As a client it is shown also to servers that name other authorities than
 * ours: they will say what they miss, which is clearer than a server that got no certificate at all.
 */
final class AliasKeyManager extends X509ExtendedKeyManager {
    private final Map<String, Supplier<@Nullable Credentials>> keys;

    /** @param keys by algorithm; asked for when TLS has chosen one, on the session's thread, and null when there is none after all */
    AliasKeyManager(Map<String, Supplier<@Nullable Credentials>> keys) {
        this.keys = Map.copyOf(keys);
    }

    AliasKeyManager(Credentials credentials) {
        this(Map.of(credentials.key().getAlgorithm(), () -> credentials));
    }

    /** The JDK asks for {@code EC} or {@code RSA}, and in TLS 1.2 for {@code EC_EC}, {@code EC_RSA} as well: the key's kind, then the signature's. */
    private @Nullable String alias(String... keyTypes) {
        for (String keyType : keyTypes) {
            String algorithm = keyType.replaceFirst("_.*", "");
            if (keys.containsKey(algorithm)) {
                return algorithm;
            }
        }
        return null;
    }

    private static String @Nullable [] aliases(@Nullable String alias) {
        return alias == null ? null : new String[] {alias};
    }

    private @Nullable Credentials credentials(String alias) {
        Supplier<@Nullable Credentials> key = keys.get(alias);
        return key == null ? null : key.get();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(alias(keyType));
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(alias(keyType));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Credentials chosen = credentials(alias);
        return chosen == null ? null : chosen.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Credentials chosen = credentials(alias);
        return chosen == null ? null : chosen.key();
    }
}
