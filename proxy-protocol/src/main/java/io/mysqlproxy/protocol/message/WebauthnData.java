package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Data of authentication_webauthn_client, which proves the possession of a security key.
 *
 * @see <a href="https://dev.mysql.com/doc/refman/en/webauthn-pluggable-authentication.html">WebAuthn pluggable authentication</a>
 */
public sealed interface WebauthnData extends AuthData {
    /**
     * What the security key shall sign.
     *
     * @param capability 1 when the server can tell credential ids
     * @param challenge 32 bytes
     */
    record Challenge(int capability, Secret challenge, Bytes relyingParty) implements WebauthnData {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(capability).secretLenEnc(challenge).stringLenEnc(relyingParty);
        }

        @Override
        public String description() {
            return "challenge for the security key of " + relyingParty;
        }
    }

    /** The client wants to know which credential the account has. */
    record CredentialIdRequest() implements WebauthnData {
        static final int CODE = 0x01;

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE);
        }

        @Override
        public String description() {
            return "asks for the credential id";
        }
    }

    /** Which credential the account has. */
    record CredentialId(Secret id) implements WebauthnData {
        @Override
        public void encode(WireWriter writer) {
            writer.secretLenEnc(id);
        }

        @Override
        public String description() {
            return "credential id";
        }
    }

    /** What the security key signed. */
    record Assertions(List<Assertion> assertions, Secret clientData) implements WebauthnData {
        static final int CODE = 0x02;

        public Assertions {
            assertions = List.copyOf(assertions);
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(CODE).intLenEnc(assertions.size());
            for (Assertion assertion : assertions) {
                writer.secretLenEnc(assertion.authenticatorData()).secretLenEnc(assertion.signature());
            }
            writer.secretLenEnc(clientData);
        }

        @Override
        public String description() {
            return assertions.size() == 1
                    ? "signature of the security key"
                    : assertions.size() + " signatures of security keys";
        }
    }

    /** One signature. */
    record Assertion(Secret authenticatorData, Secret signature) {}

    /** Data from the server. */
    static Optional<AuthData> fromServer(AuthContext context, WireReader reader) {
        if (context.packetsFromClient() > 0) {
            return Optional.of(new CredentialId(Secret.of(reader.stringLenEnc("credential id"))));
        }
        return Optional.of(new Challenge(
                reader.int1("capability"),
                Secret.of(reader.stringLenEnc("challenge")),
                reader.stringLenEnc("relying party")));
    }

    /** Data from the client. */
    static Optional<AuthData> fromClient(WireReader reader) {
        return switch (reader.int1("kind of answer")) {
            case CredentialIdRequest.CODE -> Optional.of(new CredentialIdRequest());
            case Assertions.CODE -> Optional.of(assertions(reader));
            default -> Optional.empty();
        };
    }

    private static AuthData assertions(WireReader reader) {
        long count = reader.intLenEnc("number of assertions");
        List<Assertion> assertions = new ArrayList<>();
        for (long i = 0; i != count; i++) { // ends with the packet at the latest: each turn takes at least two bytes
            assertions.add(new Assertion(
                    Secret.of(reader.stringLenEnc("authenticator data")), Secret.of(reader.stringLenEnc("signature"))));
        }
        return new Assertions(assertions, Secret.of(reader.stringLenEnc("client data")));
    }
}
