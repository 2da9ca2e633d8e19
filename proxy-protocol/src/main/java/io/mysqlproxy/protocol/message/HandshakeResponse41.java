package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The client's answer to the greeting: who it is, what it uses of what is offered, and its first answer to the nonce.
 *
 * <pre>
 *   flags (4)  largest packet (4)  collation (1)  filler (23)   as in {@link SslRequest}
 *   user 00
 *   answer               {@link AnswerForm}
 *   [ database 00 ]      if CONNECT_WITH_DB
 *   [ plugin 00 ]        if PLUGIN_AUTH
 *   [ attributes ]       if CONNECT_ATTRS: {@link ConnectionAttributes}
 *   [ zstd level (1) ]   if ZSTD_COMPRESSION_ALGORITHM
 * </pre>
 *
 * @param capabilities what the client sets, MariaDB's extended flags included
 * @param maxPacketSize in bytes
 * @param collation the low 8 bits of the collation id, a hint only
 * @param filler 23 bytes, or the 19 before MariaDB's extended flags
 * @param answerForm how the answer's end is told
 * @param zstdLevel 1 to 22; no part in decoding
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_response.html">Protocol::HandshakeResponse41</a>
 * @see <a href="https://mariadb.com/docs/server/reference/clientserver-protocol/1-connecting/connection#handshake-response-packet">MariaDB: handshake response packet</a>
 */
public record HandshakeResponse41(
        Capabilities capabilities,
        long maxPacketSize,
        int collation,
        Bytes filler,
        Bytes user,
        AnswerForm answerForm,
        AuthData answer,
        Optional<Bytes> database,
        Optional<Bytes> plugin,
        Optional<ConnectionAttributes> attributes,
        OptionalInt zstdLevel,
        Oddities oddities)
        implements ClientMessage {

    /**
     * The client's own flags say which fields there are, as the server reads it. Client libraries look at the server's flags too, and some leave out
     * what they announce; so where the bytes do not fit, the flags of both are tried, and then what is left is read as far as it goes (CAP-2).
     *
     * @param server what the server's greeting offers
     * @param assumed the authentication as far as known: the greeting's plugin, for a client that names none
     */
    public static HandshakeResponse41 decode(WireReader reader, Capabilities server, AuthContext assumed) {
        ClientHead head = ClientHead.decode(reader, server);
        Bytes user = reader.stringNul("user");
        Capabilities client = head.capabilities();
        HandshakeTail tail = reader.attempt(r -> HandshakeTail.exactly(r, client))
                .or(() -> reader.attempt(r -> HandshakeTail.exactly(r, client.and(server))))
                .or(() -> reader.attempt(r -> HandshakeTail.exactly(r, client.with(Capability.PLUGIN_AUTH))))
                .orElseGet(() -> HandshakeTail.asFarAsItGoes(reader, client));
        AuthContext context = assumed.switchedTo(AuthPlugin.answering(tail.plugin(), client, assumed));
        return new HandshakeResponse41(
                client,
                head.maxPacketSize(),
                head.collation(),
                head.filler(),
                user,
                tail.answerForm(),
                AuthData.fromClient(context, WireReader.of(tail.answer().unsafeReveal())),
                tail.database(),
                tail.plugin(),
                tail.attributes(),
                tail.zstdLevel(),
                tail.oddities());
    }

    /** The same log-in with another answer to the nonce; how its end is told stays. */
    public HandshakeResponse41 withAnswer(AuthData other) {
        return with(other, attributes);
    }

    /** The same log-in with other attributes, or none. */
    public HandshakeResponse41 withAttributes(Optional<ConnectionAttributes> others) {
        return with(answer, others);
    }

    private HandshakeResponse41 with(AuthData otherAnswer, Optional<ConnectionAttributes> otherAttributes) {
        return new HandshakeResponse41(
                capabilities,
                maxPacketSize,
                collation,
                filler,
                user,
                answerForm,
                otherAnswer,
                database,
                plugin,
                otherAttributes,
                zstdLevel,
                oddities);
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities);
        new ClientHead(capabilities, maxPacketSize, collation, filler).encode(writer);
        writer.stringNul(user);
        answerForm.encode(answer, writer);
        database.ifPresent(writer::stringNul);
        plugin.ifPresent(writer::stringNul);
        attributes.ifPresent(present -> present.encode(writer));
        zstdLevel.ifPresent(writer::int1);
        writer.end();
    }
}
