package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/** Data of the plugins that carry the tokens of another system: GSSAPI, LDAP by SASL, Kerberos, Windows, OCI and OpenID Connect. */
public sealed interface TokenData extends AuthData {
    /**
     * A message of the other system.
     *
     * @param system what it belongs to, for people
     */
    record Token(String system, Secret token) implements TokenData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(token);
        }

        @Override
        public String description() {
            return system + " token";
        }
    }

    /** auth_gssapi_client: whom to get a ticket for, and how. */
    record GssapiTarget(Bytes principal, Bytes mechanisms) implements TokenData {
        @Override
        public void encode(WireWriter writer) {
            writer.stringNul(principal).stringNul(mechanisms);
        }

        @Override
        public String description() {
            return "service principal " + principal + (mechanisms.isEmpty() ? "" : ", mechanisms " + mechanisms);
        }
    }

    /** authentication_ldap_sasl_client: SCRAM-SHA-1, SCRAM-SHA-256 or GSSAPI. */
    record SaslMechanism(Bytes name) implements TokenData {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(name);
        }

        @Override
        public String description() {
            return "SASL mechanism " + name;
        }
    }

    /** authentication_kerberos_client: whom to get a ticket for, and in which realm. */
    record KerberosTarget(Bytes principal, Bytes realm) implements TokenData {
        @Override
        public void encode(WireWriter writer) {
            writer.int2(principal.length())
                    .bytes(principal)
                    .int2(realm.length())
                    .bytes(realm);
        }

        @Override
        public String description() {
            return "service principal " + principal + ", realm " + realm;
        }
    }

    /**
     * authentication_openid_connect_client: who the client is, signed by the identity provider.
     *
     * @param capability 1
     */
    record IdentityToken(int capability, Secret token) implements TokenData {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(capability).secretLenEnc(token);
        }

        @Override
        public String description() {
            return "OpenID Connect identity token";
        }
    }

    /** Data from the server. */
    static Optional<AuthData> fromServer(AuthPlugin plugin, AuthContext context, WireReader reader) {
        if (!reader.hasRemaining()) {
            return Optional.empty();
        }
        boolean first = context.packetsFromServer() == 0;
        return switch (plugin) {
            case GSSAPI ->
                first
                        ? reader.attempt(TokenData::gssapiTarget).or(() -> token("GSSAPI", reader))
                        : token("GSSAPI", reader);
            case LDAP_SASL ->
                first
                        ? reader.attempt(TokenData::saslMechanism).or(() -> token("SASL", reader))
                        : token("SASL", reader);
            case KERBEROS -> first ? kerberosTarget(reader) : token("Kerberos", reader);
            case OCI -> Optional.of(new PasswordData.Nonce(Secret.of(reader.rest())));
            case WINDOWS -> token("Windows", reader);
            default -> Optional.empty();
        };
    }

    /** Data from the client. */
    static Optional<AuthData> fromClient(AuthPlugin plugin, WireReader reader) {
        if (!reader.hasRemaining()) {
            return Optional.empty();
        }
        return switch (plugin) {
            case GSSAPI -> token("GSSAPI", reader);
            case LDAP_SASL -> token("SASL", reader);
            case KERBEROS -> token("Kerberos", reader);
            case OCI -> token("OCI", reader);
            case WINDOWS -> token("Windows", reader);
            case OPENID_CONNECT ->
                Optional.of(
                        new IdentityToken(reader.int1("capability"), Secret.of(reader.stringLenEnc("identity token"))));
            default -> Optional.empty();
        };
    }

    private static Optional<AuthData> token(String system, WireReader reader) {
        return Optional.of(new Token(system, Secret.of(reader.rest())));
    }

    private static Optional<AuthData> gssapiTarget(WireReader reader) {
        AuthData target = new GssapiTarget(reader.stringNul("principal"), reader.stringNul("mechanisms"));
        return reader.hasRemaining() ? Optional.empty() : Optional.of(target);
    }

    private static Optional<AuthData> saslMechanism(WireReader reader) {
        Bytes name = reader.rest();
        boolean plausible = name.printable()
                .filter(text -> text.matches("[A-Z0-9_-]{1,20}"))
                .isPresent();
        return plausible ? Optional.of(new SaslMechanism(name)) : Optional.empty();
    }

    private static Optional<AuthData> kerberosTarget(WireReader reader) {
        return Optional.of(new KerberosTarget(
                reader.bytes(reader.int2("length of principal"), "principal"),
                reader.bytes(reader.int2("length of realm"), "realm")));
    }
}
