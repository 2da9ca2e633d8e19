package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Optional;

/** The authentication plugins, by the names that clients know them under, whose data this package can read. */
public enum AuthPlugin {
    NATIVE_PASSWORD("mysql_native_password"),
    OLD_PASSWORD("mysql_old_password"),
    CACHING_SHA2_PASSWORD("caching_sha2_password"),
    SHA256_PASSWORD("sha256_password"),
    CLEAR_PASSWORD("mysql_clear_password"),
    /** PAM on MariaDB and Percona Server. */
    DIALOG("dialog"),
    ED25519("client_ed25519"),
    PARSEC("parsec"),
    GSSAPI("auth_gssapi_client"),
    LDAP_SASL("authentication_ldap_sasl_client"),
    KERBEROS("authentication_kerberos_client"),
    OCI("authentication_oci_client"),
    OPENID_CONNECT("authentication_openid_connect_client"),
    WEBAUTHN("authentication_webauthn_client"),
    FIDO("authentication_fido_client"),
    WINDOWS("authentication_windows_client"),
    AUTH_SOCKET("auth_socket"),
    UNIX_SOCKET("unix_socket"),
    AUTH_PIPE("auth_pipe"),
    /** Any other: its data is never parsed (AUT-12). */
    UNKNOWN("");

    private final String pluginName;

    AuthPlugin(String pluginName) {
        this.pluginName = pluginName;
    }

    /** The name on the wire; empty for {@link #UNKNOWN}. */
    public String pluginName() {
        return pluginName;
    }

    /** The plugin of that name, or {@link #UNKNOWN}. */
    public static AuthPlugin byName(String name) {
        for (AuthPlugin plugin : values()) {
            if (plugin.pluginName.equals(name)) {
                return plugin;
            }
        }
        return UNKNOWN;
    }

    /**
     * The name of the plugin that a client's first answer is for: the one it names; else the one assumed; else, for a client that knows nothing of
     * plugins, the one of its time (CON-12, AUT-13).
     */
    static String answering(Optional<Bytes> named, Capabilities client, AuthContext assumed) {
        if (named.isPresent() && !named.get().isEmpty()) {
            return named.get().utf8();
        }
        if (client.has(Capability.PLUGIN_AUTH)) {
            return assumed.plugin();
        }
        return (client.has(Capability.SECURE_CONNECTION) ? NATIVE_PASSWORD : OLD_PASSWORD).pluginName;
    }
}
