package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * Data of MariaDB's plugins that sign the nonce with a key made from the password: client_ed25519 and parsec.
 *
 * <pre>
 *   client_ed25519   S nonce (32)   C signature (64)
 *   parsec           S nonce (32)   C nothing   S 'P' iterations (1) salt (18)   C nonce (32) signature (64)
 * </pre>
 *
 * @see <a href="https://mariadb.com/docs/server/reference/plugins/authentication-plugins/authentication-plugin-parsec">MariaDB: parsec</a>
 */
public sealed interface SignatureData extends AuthData {
    /** Bytes of a nonce. */
    int NONCE = 32;

    /** Bytes of a signature. */
    int SIGNATURE = 64;

    /** client_ed25519's answer. */
    record Signature(Secret signature) implements SignatureData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(signature);
        }

        @Override
        public String description() {
            return "signature";
        }
    }

    /** parsec: the client asks what to derive its key with, by an empty packet. */
    record SaltRequest() implements SignatureData {
        @Override
        public void encode(WireWriter writer) {}

        @Override
        public String description() {
            return "asks for the salt";
        }
    }

    /**
     * parsec: what to derive the key with.
     *
     * @param iterations as sent: 1024 shifted left by this many bits
     * @param salt 18 bytes
     */
    record Salt(int iterations, Secret salt) implements SignatureData {
        static final int ALGORITHM = 'P';
        static final int LENGTH = 18;

        @Override
        public void encode(WireWriter writer) {
            writer.int1(ALGORITHM).int1(iterations).secret(salt);
        }

        @Override
        public String description() {
            return "salt";
        }
    }

    /** parsec: the signature over both nonces. */
    record NonceAndSignature(Secret nonce, Secret signature) implements SignatureData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(nonce).secret(signature);
        }

        @Override
        public String description() {
            return "the client's nonce and signature";
        }
    }

    /** Data from the server. */
    static Optional<AuthData> fromServer(AuthPlugin plugin, WireReader reader) {
        if (reader.remaining() == NONCE) {
            return Optional.of(new PasswordData.Nonce(Secret.of(reader.rest())));
        }
        if (plugin == AuthPlugin.PARSEC && reader.int1("algorithm") == Salt.ALGORITHM) {
            return Optional.of(new Salt(reader.int1("iterations"), Secret.of(reader.bytes(Salt.LENGTH, "salt"))));
        }
        return Optional.empty();
    }

    /** Data from the client. */
    static Optional<AuthData> fromClient(AuthPlugin plugin, WireReader reader) {
        if (plugin == AuthPlugin.ED25519) {
            return Optional.of(new Signature(Secret.of(reader.bytes(SIGNATURE, "signature"))));
        }
        if (!reader.hasRemaining()) {
            return Optional.of(new SaltRequest());
        }
        return Optional.of(new NonceAndSignature(
                Secret.of(reader.bytes(NONCE, "nonce")), Secret.of(reader.bytes(SIGNATURE, "signature"))));
    }
}
