package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MintedKeysTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T00:00:00Z"));
    private final InstantSource clock = now::get;
    private final List<Set<String>> minted = new ArrayList<>();
    private final CertificateAuthority authority;
    private MintedKeys keys = new MintedKeys(clock, this::mint);

    MintedKeysTest() throws GeneralSecurityException {
        authority = CertificateAuthority.of(CertificateAuthority.newIssuer(KeyType.EC, clock), null, clock);
    }

    private MintedKeys.Minted mint(Set<String> names) throws GeneralSecurityException {
        minted.add(names);
        return minted(authority.mint(names));
    }

    private static MintedKeys.Minted minted(Credentials credentials) {
        return new MintedKeys.Minted(
                credentials.keyManager(),
                credentials.certificate().getNotAfter().toInstant());
    }

    @Test
    void keepsThoseAskedForLately() throws Exception {
        Credentials same = authority.mint(Set.of("db"));
        keys = new MintedKeys(clock, names -> {
            minted.add(names);
            return minted(same);
        });
        for (int i = 0; i < MintedKeys.MOST_KEPT; i++) {
            keys.keysFor(Set.of("db" + i));
        }
        keys.keysFor(Set.of("db0"));
        keys.keysFor(Set.of("one more"));
        minted.clear();

        keys.keysFor(Set.of("db0"));
        keys.keysFor(Set.of("one more"));
        keys.keysFor(Set.of("db1"));

        assertThat(minted).containsExactly(Set.of("db1"));
    }

    @Test
    void makesOneAnewBeforeItEnds() throws Exception {
        var first = keys.keysFor(Set.of("db"));
        now.set(now.get().plus(Duration.ofDays(362)));
        assertThat(keys.keysFor(Set.of("db"))).isSameAs(first);

        now.set(now.get().plus(Duration.ofDays(2)));

        assertThat(keys.keysFor(Set.of("db"))).isNotSameAs(first);
        assertThat(minted).hasSize(2);
    }

    @Test
    void triesAgainAfterAFailure() throws Exception {
        now.set(now.get().plus(Duration.ofDays(5000)));
        assertThatThrownBy(() -> keys.keysFor(Set.of("db")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining("expired");
        now.set(now.get().minus(Duration.ofDays(5000)));

        assertThat(keys.keysFor(Set.of("db"))).isNotNull();
    }

    @Test
    void takesTheOrderOfNamesForNoDifference() throws Exception {
        keys.keysFor(Set.of("a", "b"));
        keys.keysFor(Set.of("b", "a"));

        assertThat(minted).hasSize(1);
    }

    @Test
    void tellsAProgrammersErrorAsSuch() {
        keys = new MintedKeys(clock, names -> {
            throw new IllegalStateException("bug");
        });

        assertThatThrownBy(() -> keys.keysFor(Set.of("db")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasRootCauseMessage("bug");
    }
}
