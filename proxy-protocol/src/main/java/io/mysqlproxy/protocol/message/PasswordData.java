package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * Data of the plugins that prove a password or send it: mysql_native_password, mysql_old_password, caching_sha2_password, sha256_password and
 * mysql_clear_password.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_caching_sha2_authentication_exchanges.html">Caching_sha2_password information</a>
 */
public sealed interface PasswordData extends AuthData {
    /** The bytes to prove the password with, and the 00 that most servers put after them. Any plugin's that has a nonce. */
    record Nonce(Secret nonce) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(nonce);
        }

        @Override
        public String description() {
            return "nonce";
        }
    }

    /** The answer of a client that has no password: nothing, or one 00. */
    record NoPassword(Bytes answer) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(answer);
        }

        @Override
        public String description() {
            return "no password";
        }
    }

    /** The proof: a hash of password and nonce. */
    record Scramble(Secret scramble) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(scramble);
        }

        @Override
        public String description() {
            return "scramble";
        }
    }

    /** The password itself, and the 00 after it. */
    record ClearPassword(Secret password) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(password);
        }

        @Override
        public String description() {
            return "password in clear text";
        }
    }

    /**
     * The client wants the key to encrypt the password with.
     *
     * @param code 2 in caching_sha2_password, 1 in sha256_password
     */
    record PublicKeyRequest(int code) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(code);
        }

        @Override
        public String description() {
            return "asks for the server's public key";
        }
    }

    /** The key, as PEM text. */
    record PublicKey(Bytes pem) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(pem);
        }

        @Override
        public String description() {
            return "the server's public key (RSA, " + pem.length() + " bytes PEM)";
        }
    }

    /** The password, mixed with the nonce and encrypted with the key; as long as the key (AUT-14). */
    record EncryptedPassword(Secret block) implements PasswordData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(block);
        }

        @Override
        public String description() {
            return "password encrypted with the server's public key";
        }
    }

    /** caching_sha2_password: the server had the password's hash in its cache, and the proof is right. An OK follows at once. */
    record FastAuthenticationSucceeded() implements PasswordData {
        static final int CODE = 0x03;

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE);
        }

        @Override
        public String description() {
            return "fast authentication succeeded";
        }
    }

    /** caching_sha2_password: the server needs the password itself. */
    record FullAuthenticationRequired() implements PasswordData {
        static final int CODE = 0x04;

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE);
        }

        @Override
        public String description() {
            return "full authentication required";
        }
    }

    /** Data from the server. */
    static Optional<AuthData> fromServer(AuthPlugin plugin, WireReader reader) {
        return PasswordExchange.fromServer(plugin, reader.rest());
    }

    /** Data from the client. */
    static Optional<AuthData> fromClient(AuthPlugin plugin, AuthContext context, WireReader reader) {
        return PasswordExchange.fromClient(plugin, context, reader.rest());
    }
}
