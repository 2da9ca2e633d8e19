package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/**
 * What a client asks of the server once it is connected. The first byte tells which.
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html">Command phase</a>
 */
public sealed interface Command extends ClientMessage {
    /** The command's code, 0 to 255: the first byte of the packet. */
    int code();

    /**
     * A command that this package does not take apart.
     *
     * @param code 0 to 255
     */
    record Undecoded(int code, Secret body) implements Command {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(code).secret(body);
        }
    }

    /**
     * Reads the command that the first byte names.
     *
     * @param capabilities what is in effect on the connection
     * @param assumed the authentication as far as known, for COM_CHANGE_USER
     */
    static Command decode(WireReader reader, Capabilities capabilities, AuthContext assumed) {
        return new Undecoded(reader.int1("command"), Secret.of(reader.rest()));
    }
}
