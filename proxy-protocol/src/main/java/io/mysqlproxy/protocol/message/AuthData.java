package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * What an authentication plugin sends, in whichever packet it travels: one step of the plugin's exchange (section 3.5). Data that does not have its
 * plugin's layout is told as it is, never refused.
 */
public sealed interface AuthData
        permits PasswordData, DialogData, SignatureData, TokenData, WebauthnData, OpaqueAuthData {
    /** Writes the data as it stands in its packet, without the packet's header. */
    void encode(WireWriter writer);

    /** For people: what the data is, as a phrase without a full stop, never with anything secret in it. */
    String description();

    /** Bytes that {@link #encode} writes. */
    default int length() {
        return encoded().length();
    }

    /** The first byte, 0 to 255, or -1 when there is none. */
    default int firstByte() {
        Bytes encoded = encoded();
        return encoded.isEmpty() ? -1 : encoded.byteAt(0);
    }

    private Bytes encoded() {
        WireWriter writer = new WireWriter();
        encode(writer);
        return writer.toBytes();
    }

    /** Reads all that is left as data that the server sent. */
    static AuthData fromServer(AuthContext context, WireReader reader) {
        AuthPlugin plugin = AuthPlugin.byName(context.plugin());
        return read(context, reader.rest(), data -> switch (plugin) {
            case NATIVE_PASSWORD, OLD_PASSWORD, CACHING_SHA2_PASSWORD, SHA256_PASSWORD, CLEAR_PASSWORD ->
                PasswordData.fromServer(plugin, data);
            case DIALOG -> DialogData.fromServer(data);
            case ED25519, PARSEC -> SignatureData.fromServer(plugin, data);
            case GSSAPI, LDAP_SASL, KERBEROS, OCI, OPENID_CONNECT, WINDOWS ->
                TokenData.fromServer(plugin, context, data);
            case WEBAUTHN, FIDO -> WebauthnData.fromServer(context, data);
            case AUTH_SOCKET, UNIX_SOCKET, AUTH_PIPE, UNKNOWN -> Optional.empty();
        });
    }

    /** Reads all that is left as data that the client sent. */
    static AuthData fromClient(AuthContext context, WireReader reader) {
        AuthPlugin plugin = AuthPlugin.byName(context.plugin());
        return read(context, reader.rest(), data -> switch (plugin) {
            case NATIVE_PASSWORD, OLD_PASSWORD, CACHING_SHA2_PASSWORD, SHA256_PASSWORD, CLEAR_PASSWORD ->
                PasswordData.fromClient(plugin, context, data);
            case DIALOG -> DialogData.fromClient(data);
            case ED25519, PARSEC -> SignatureData.fromClient(plugin, data);
            case GSSAPI, LDAP_SASL, KERBEROS, OCI, OPENID_CONNECT, WINDOWS -> TokenData.fromClient(plugin, data);
            case WEBAUTHN, FIDO -> WebauthnData.fromClient(data);
            case AUTH_SOCKET, UNIX_SOCKET, AUTH_PIPE -> Optional.of(new OpaqueAuthData.Ignored(Secret.of(data.rest())));
            case UNKNOWN -> Optional.empty();
        });
    }

    private static AuthData read(AuthContext context, Bytes data, PluginLayout layout) {
        WireReader reader = WireReader.of(data);
        return reader.attempt(layout::read)
                .filter(read -> reader.oddities().equals(Oddities.NONE))
                .orElseGet(() -> OpaqueAuthData.of(context.plugin(), data));
    }

    /** Reads one step of one plugin's exchange; empty or an exception when the data is not like any. */
    @FunctionalInterface
    interface PluginLayout {
        Optional<AuthData> read(WireReader data);
    }
}
