package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    @Rule({"SEC-R1", "SEC-R3"})
    void tellsItsLengthAndNothingElse() {
        Secret secret = Secret.of(Bytes.utf8("hunter2"));

        assertThat(secret).hasToString("<hidden, 7 bytes>");
        assertThat(secret.length()).isEqualTo(7);
    }

    @Test
    void isAValue() {
        assertThat(Secret.of(Bytes.utf8("a")))
                .isEqualTo(Secret.of(Bytes.utf8("a")))
                .hasSameHashCodeAs(Secret.of(Bytes.utf8("a")))
                .isNotEqualTo(Secret.of(Bytes.utf8("b")))
                .isNotEqualTo(Bytes.utf8("a"));
        assertThat(Secret.of(Bytes.EMPTY)).isSameAs(Secret.EMPTY);
    }

    @Test
    void revealsItsBytesToWhoeverAsksForThem() {
        assertThat(Secret.of(Bytes.utf8("a")).unsafeReveal()).isEqualTo(Bytes.utf8("a"));
    }
}
