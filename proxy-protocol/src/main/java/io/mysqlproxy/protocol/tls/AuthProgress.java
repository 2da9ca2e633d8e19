package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which plugin a log-in is at, and with which nonce: all that is needed to know how a password travels. Both pumps ask and tell, in turns, as the peers do;
 * what passes between them makes one's words visible to the other, and the fields are volatile so that it need not be relied on.
 */
final class AuthProgress {
    private static final int FULL_AUTHENTICATION = 0x04;
    private static final int MORE_DATA = 0x01;

    private final Greeting greeting;
    private volatile String plugin = "";
    private volatile byte[] nonce;
    private volatile boolean passwordWanted;

    AuthProgress(Greeting greeting) {
        this.greeting = greeting;
        this.nonce = greeting.nonce();
    }

    String plugin() {
        return plugin;
    }

    byte[] nonce() {
        return nonce;
    }

    AuthPlugin kind() {
        return AuthPlugin.byName(plugin);
    }

    /** Whether the client's next packet is the password itself, or whatever the plugin puts in its place on a plain connection. */
    boolean isPasswordWanted() {
        return passwordWanted;
    }

    /** Takes note of the client's choice; null when it cannot be read. */
    @Nullable
    HandshakeResponse41 onHandshakeResponse(byte[] payload) {
        try {
            HandshakeResponse41 response = HandshakeResponse41.decode(
                    WireReader.of(Bytes.of(payload)),
                    greeting.capabilities(),
                    AuthContext.start(greeting.plugin(), true));
            plugin = response.plugin()
                    .map(Bytes::utf8)
                    .filter(name -> !name.isEmpty())
                    .orElse(greeting.plugin());
            return response;
        } catch (MalformedPacketException e) {
            plugin = greeting.plugin();
            return null;
        }
    }

    /** Plugins that send the password as it is, trusting the connection. */
    static boolean isClear(String plugin) {
        return switch (AuthPlugin.byName(plugin)) {
            case CLEAR_PASSWORD, SHA256_PASSWORD, DIALOG, OPENID_CONNECT -> true;
            default -> false;
        };
    }

    void onServerPacket(byte[] payload) {
        passwordWanted = false;
        if (payload.length > 1 && (payload[0] & 0xff) == AuthSwitchRequest.HEADER) {
            int end = 1;
            while (end < payload.length && payload[end] != 0) {
                end++;
            }
            plugin = new String(payload, 1, end - 1, StandardCharsets.UTF_8);
            byte[] data = Arrays.copyOfRange(payload, Math.min(end + 1, payload.length), payload.length);
            nonce = Arrays.copyOf(data, Math.min(20, data.length));
            passwordWanted = isClear(plugin);
        } else if (kind() == AuthPlugin.CACHING_SHA2_PASSWORD
                && payload.length == 2
                && payload[0] == MORE_DATA
                && payload[1] == FULL_AUTHENTICATION) {
            passwordWanted = true;
        }
    }
}
