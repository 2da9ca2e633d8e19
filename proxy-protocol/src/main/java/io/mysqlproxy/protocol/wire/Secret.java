package io.mysqlproxy.protocol.wire;

/**
 * Bytes that must not be shown: passwords, answers to an authentication challenge, tokens. A type of its own, so that no formatter, log or
 * {@code toString} of a message can show them by accident (rules SEC-R1, SEC-R3); it tells how many there are and nothing else.
 */
public final class Secret {
    public static final Secret EMPTY = new Secret(Bytes.EMPTY);

    private final Bytes content;

    private Secret(Bytes content) {
        this.content = content;
    }

    public static Secret of(Bytes content) {
        return content.isEmpty() ? EMPTY : new Secret(content);
    }

    public int length() {
        return content.length();
    }

    public boolean isEmpty() {
        return content.isEmpty();
    }

    /** The bytes themselves. Whoever calls this is responsible for where they go. */
    public Bytes unsafeReveal() {
        return content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && content.equals(secret.content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return "<hidden, " + length() + " bytes>";
    }
}
