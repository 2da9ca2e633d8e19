package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.message.PasswordData.ClearPassword;
import io.mysqlproxy.protocol.message.PasswordData.EncryptedPassword;
import io.mysqlproxy.protocol.message.PasswordData.FastAuthenticationSucceeded;
import io.mysqlproxy.protocol.message.PasswordData.FullAuthenticationRequired;
import io.mysqlproxy.protocol.message.PasswordData.NoPassword;
import io.mysqlproxy.protocol.message.PasswordData.Nonce;
import io.mysqlproxy.protocol.message.PasswordData.PublicKey;
import io.mysqlproxy.protocol.message.PasswordData.PublicKeyRequest;
import io.mysqlproxy.protocol.message.PasswordData.Scramble;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import java.util.Optional;

/**
 * Tells the steps of the password plugins apart: by length, by content, and where both leave a doubt by what went before.
 *
 * <pre>
 *   caching_sha2_password   S nonce  C scramble  S 03, OK
 *                                                S 04  C password 00                    secure transport
 *                                                      C 02  S key  C encrypted password
 *                                                      C encrypted password             has the key already
 *   sha256_password         S nonce  C password 00                                      secure transport
 *                                    C 01  S key  C encrypted password
 * </pre>
 */
final class PasswordExchange {
    private static final Bytes PEM_BEGIN = Bytes.utf8("-----BEGIN ");
    private static final int CACHING_SHA2_KEY_REQUEST = 0x02;
    private static final int SHA256_KEY_REQUEST = 0x01;
    private static final int NATIVE_SCRAMBLE = 20;
    private static final int SHA2_SCRAMBLE = 32;
    private static final int OLD_SCRAMBLE = 8;

    /** 512 bits, fewer than any key in use has. */
    private static final int SMALLEST_RSA_BLOCK = 64;

    private PasswordExchange() {}

    static Optional<AuthData> fromServer(AuthPlugin plugin, Bytes data) {
        boolean sha2 = plugin == AuthPlugin.CACHING_SHA2_PASSWORD || plugin == AuthPlugin.SHA256_PASSWORD;
        if (sha2 && isPem(data)) {
            return Optional.of(new PublicKey(data));
        }
        if (plugin == AuthPlugin.CACHING_SHA2_PASSWORD && data.length() == 1) {
            return switch (data.byteAt(0)) {
                case FastAuthenticationSucceeded.CODE -> Optional.of(new FastAuthenticationSucceeded());
                case FullAuthenticationRequired.CODE -> Optional.of(new FullAuthenticationRequired());
                default -> Optional.empty();
            };
        }
        return isNonce(plugin, data) ? Optional.of(new Nonce(Secret.of(data))) : Optional.empty();
    }

    static Optional<AuthData> fromClient(AuthPlugin plugin, AuthContext context, Bytes data) {
        if (data.isEmpty() || (data.length() == 1 && data.byteAt(0) == 0)) {
            return Optional.of(new NoPassword(data));
        }
        return switch (plugin) {
            case NATIVE_PASSWORD -> scramble(data, NATIVE_SCRAMBLE);
            case OLD_PASSWORD ->
                withoutNul(data).length() == OLD_SCRAMBLE
                        ? Optional.of(new Scramble(Secret.of(data)))
                        : Optional.empty();
            case CACHING_SHA2_PASSWORD -> cachingSha2(context, data);
            case SHA256_PASSWORD -> password(context, data, SHA256_KEY_REQUEST);
            case CLEAR_PASSWORD -> Optional.of(new ClearPassword(Secret.of(data)));
            default -> Optional.empty();
        };
    }

    private static Optional<AuthData> cachingSha2(AuthContext context, Bytes data) {
        // The first answer is always the scramble; a nonce may begin with 04 too, so the byte alone does not tell.
        boolean full = context.packetsFromClient() > 0;
        return full ? password(context, data, CACHING_SHA2_KEY_REQUEST) : scramble(data, SHA2_SCRAMBLE);
    }

    private static Optional<AuthData> password(AuthContext context, Bytes data, int keyRequest) {
        if (data.length() == 1 && data.byteAt(0) == keyRequest) {
            return Optional.of(new PublicKeyRequest(keyRequest));
        }
        boolean keyGiven = context.lastFirstByteFromServer() == PEM_BEGIN.byteAt(0);
        boolean endsWithNul = data.byteAt(data.length() - 1) == 0;
        if (context.secureTransport() && !keyGiven && endsWithNul) {
            return Optional.of(new ClearPassword(Secret.of(data)));
        }
        if (data.length() >= SMALLEST_RSA_BLOCK) {
            return Optional.of(new EncryptedPassword(Secret.of(data)));
        }
        // The transport may be secure without our knowing it.
        return endsWithNul ? Optional.of(new ClearPassword(Secret.of(data))) : Optional.empty();
    }

    private static Optional<AuthData> scramble(Bytes data, int length) {
        return data.length() == length ? Optional.of(new Scramble(Secret.of(data))) : Optional.empty();
    }

    private static boolean isNonce(AuthPlugin plugin, Bytes data) {
        int length = withoutNul(data).length();
        return switch (plugin) {
            case OLD_PASSWORD -> length == 8 || length == 20;
            case NATIVE_PASSWORD, CACHING_SHA2_PASSWORD, SHA256_PASSWORD -> length == 20 || data.length() == 20;
            default -> false;
        };
    }

    private static Bytes withoutNul(Bytes data) {
        int last = data.length() - 1;
        return last >= 0 && data.byteAt(last) == 0 ? data.slice(0, last) : data;
    }

    private static boolean isPem(Bytes data) {
        int length = PEM_BEGIN.length();
        return data.length() > length && data.slice(0, length).equals(PEM_BEGIN);
    }
}
