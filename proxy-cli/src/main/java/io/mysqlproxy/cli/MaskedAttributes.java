package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.ChangeUser;
import io.mysqlproxy.protocol.message.ConnectionAttributes;
import io.mysqlproxy.protocol.message.ConnectionAttributes.Attribute;
import io.mysqlproxy.protocol.message.HandshakeResponse41;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Set;

/**
 * What a client tells of itself at log-in, without what it tells of the people and machines behind it (SEC-16): the names of all attributes stay, and the
 * values of those that say which library the client is made of. Other values become as much filler, so that the packet keeps its length.
 */
final class MaskedAttributes {
    private static final String FILLER = "?";

    /** Set by the libraries of MySQL and MariaDB, the same for everybody who uses that version of them. */
    private static final Set<String> OF_LIBRARIES = Set.of(
            "_client_name",
            "_client_version",
            "_client_license",
            "_runtime_vendor",
            "_runtime_version",
            "_os",
            "_platform");

    private MaskedAttributes() {}

    static HandshakeResponse41 of(HandshakeResponse41 response) {
        return response.withAttributes(response.attributes().map(MaskedAttributes::of));
    }

    static ChangeUser of(ChangeUser change) {
        return new ChangeUser(
                change.user(),
                change.answerForm(),
                change.answer(),
                change.database(),
                change.collation(),
                change.plugin(),
                change.attributes().map(MaskedAttributes::of),
                change.oddities());
    }

    private static ConnectionAttributes of(ConnectionAttributes attributes) {
        return new ConnectionAttributes(
                attributes.attributes().stream().map(MaskedAttributes::of).toList(), attributes.unparsed());
    }

    private static Attribute of(Attribute attribute) {
        return OF_LIBRARIES.contains(attribute.key().utf8())
                ? attribute
                : new Attribute(
                        attribute.key(),
                        Bytes.utf8(FILLER.repeat(attribute.value().length())));
    }
}
