package io.mysqlproxy.protocol.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Who the proxy is to clients that ask for TLS: the certificates and private keys it shows them. May be asked by many sessions at the same time, each on its
 * own thread; should be quick for names it has seen before, and must not block inside {@code synchronized}.
 */
@FunctionalInterface
public interface ServerIdentity {
    /**
     * The certificate, its chain and its key for a server that has all of these names.
     *
     * @param names host names and IP addresses in their text form, lower case, best first: the one the client asked for, if it said so, then those of the
     *     server's own certificate. A fixed identity ignores them; one that mints certificates puts them into the subject alternative names. Never
     *     empty. They come from the network: not more than {@link #MOST_NAMES}, none longer than 255 characters, but otherwise whatever the peers sent
     * @return the same object for the same names, as long as its certificate is valid: sessions that share it share the TLS set-up
     * @throws GeneralSecurityException when there is none; the session then ends before the client is answered
     */
    X509ExtendedKeyManager keysFor(Set<String> names) throws GeneralSecurityException;

    /**
     * The file a client has to be given so that it trusts this identity, in PEM; named when a client refuses the certificate. Empty when there is none, as
     * where a public authority has signed.
     */
    default Optional<Path> caFile() {
        return Optional.empty();
    }

    /** Names that are asked for at most; certificates have more only in content delivery networks. */
    int MOST_NAMES = 100;
}
