package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.Optional;
import java.util.OptionalInt;

/** What follows the user in a {@link HandshakeResponse41}, read with one idea of which fields there are. */
record HandshakeTail(
        AnswerForm answerForm,
        Secret answer,
        Optional<Bytes> database,
        Optional<Bytes> plugin,
        Optional<ConnectionAttributes> attributes,
        OptionalInt zstdLevel,
        Oddities oddities) {

    /** The fields that the flags announce, all of them and nothing else; empty when the bytes are not like that. */
    static Optional<HandshakeTail> exactly(WireReader reader, Capabilities flags) {
        AnswerForm answerForm = AnswerForm.inHandshake(flags);
        Secret answer = answerForm.decode(reader);
        Optional<Bytes> database =
                flags.has(Capability.CONNECT_WITH_DB) ? Optional.of(reader.stringNul("database")) : Optional.empty();
        Optional<Bytes> plugin =
                flags.has(Capability.PLUGIN_AUTH) ? Optional.of(reader.stringNul("plugin")) : Optional.empty();
        Optional<ConnectionAttributes> attributes = flags.has(Capability.CONNECT_ATTRS)
                ? Optional.of(ConnectionAttributes.decode(reader))
                : Optional.empty();
        OptionalInt zstdLevel = flags.has(Capability.ZSTD_COMPRESSION_ALGORITHM)
                ? OptionalInt.of(reader.int1("zstd level"))
                : OptionalInt.empty();
        // Old connectors end with the 00 of a database that they do not have (CON-10).
        boolean lone00 = reader.remaining() == 1
                && reader.peekAt(0) == 0
                && database.isEmpty()
                && plugin.isEmpty()
                && attributes.isEmpty();
        Oddities oddities = reader.oddities();
        boolean fits = (oddities.surplus().isEmpty() || lone00)
                && !oddities.unterminated()
                && oddities.missing() == 0
                && attributes.map(a -> a.unparsed().isEmpty()).orElse(true);
        return fits
                ? Optional.of(new HandshakeTail(answerForm, answer, database, plugin, attributes, zstdLevel, oddities))
                : Optional.empty();
    }

    /** The fields that the flags announce, as far as there are bytes for them. */
    static HandshakeTail asFarAsItGoes(WireReader reader, Capabilities flags) {
        AnswerForm answerForm = AnswerForm.inHandshake(flags);
        Secret answer = answerForm.decode(reader);
        Optional<Bytes> database = nulString(reader, flags, Capability.CONNECT_WITH_DB, "database");
        Optional<Bytes> plugin = nulString(reader, flags, Capability.PLUGIN_AUTH, "plugin");
        boolean zstd = flags.has(Capability.ZSTD_COMPRESSION_ALGORITHM);
        boolean onlyZstdLevel = zstd && reader.remaining() == 1; // CON-8
        Optional<ConnectionAttributes> attributes =
                flags.has(Capability.CONNECT_ATTRS) && reader.hasRemaining() && !onlyZstdLevel
                        ? reader.attempt(r -> Optional.of(ConnectionAttributes.decode(r)))
                        : Optional.empty();
        OptionalInt zstdLevel =
                zstd && reader.hasRemaining() ? OptionalInt.of(reader.int1("zstd level")) : OptionalInt.empty();
        return new HandshakeTail(answerForm, answer, database, plugin, attributes, zstdLevel, reader.oddities());
    }

    private static Optional<Bytes> nulString(WireReader reader, Capabilities flags, Capability flag, String what) {
        return flags.has(flag) && reader.hasRemaining() ? Optional.of(reader.stringNulOrRest(what)) : Optional.empty();
    }
}
