package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * COM_CHANGE_USER: authenticates anew on the same connection; what the session had is gone.
 *
 * <pre>
 *   11  user 00  answer ({@link AnswerForm}, never length-encoded)
 *   [ database 00  [ collation (2)  [ plugin 00 if PLUGIN_AUTH  [ attributes if CONNECT_ATTRS ] ] ] ]
 * </pre>
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_com_change_user.html">COM_CHANGE_USER</a>
 */
public record ChangeUser(
        Bytes user,
        AnswerForm answerForm,
        AuthData answer,
        Optional<Bytes> database,
        OptionalInt collation,
        Optional<Bytes> plugin,
        Optional<ConnectionAttributes> attributes,
        Oddities oddities)
        implements Command {
    static final int CODE = 0x11;

    static ChangeUser decode(WireReader reader, Capabilities capabilities, AuthContext assumed) {
        Bytes user = reader.stringNul("user");
        AnswerForm answerForm = AnswerForm.inChangeUser(capabilities);
        Secret answer = answerForm.decode(reader);
        Optional<Bytes> database =
                reader.hasRemaining() ? Optional.of(reader.stringNulOrRest("database")) : Optional.empty();
        OptionalInt collation =
                reader.remaining() >= 2 ? OptionalInt.of(reader.int2("collation")) : OptionalInt.empty();
        Optional<Bytes> plugin = capabilities.has(Capability.PLUGIN_AUTH) && reader.hasRemaining()
                ? Optional.of(reader.stringNulOrRest("plugin"))
                : Optional.empty();
        Optional<ConnectionAttributes> attributes = capabilities.has(Capability.CONNECT_ATTRS) && reader.hasRemaining()
                ? reader.attempt(r -> Optional.of(ConnectionAttributes.decode(r)))
                : Optional.empty();
        AuthContext context = assumed.switchedTo(AuthPlugin.answering(plugin, capabilities, assumed));
        return new ChangeUser(
                user,
                answerForm,
                AuthData.fromClient(context, WireReader.of(answer.unsafeReveal())),
                database,
                collation,
                plugin,
                attributes,
                reader.oddities());
    }

    @Override
    public int code() {
        return CODE;
    }

    @Override
    public void encodeBody(WireWriter writer) {
        writer.stringNul(user);
        answerForm.encode(answer, writer);
        database.ifPresent(writer::stringNul);
        collation.ifPresent(writer::int2);
        plugin.ifPresent(writer::stringNul);
        attributes.ifPresent(present -> present.encode(writer));
    }
}
