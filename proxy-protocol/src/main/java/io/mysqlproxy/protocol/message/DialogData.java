package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * Data of the dialog plugin, which asks the user whatever the server's PAM modules ask, one question after the other.
 *
 * @see <a href="https://mariadb.com/docs/server/reference/plugins/authentication-plugins/authentication-with-pluggable-authentication-modules-pam/authentication-plugin-pam">MariaDB: PAM</a>
 */
public sealed interface DialogData extends AuthData {
    /**
     * A question.
     *
     * @param kind 2 or 3 ask for a text that may be seen while typed, 4 or 5 for a password; the odd ones are the last question
     * @param prompt in the connection's character set
     */
    record Question(int kind, Bytes prompt) implements DialogData {
        public boolean asksForPassword() {
            return (kind >> 1) == 2;
        }

        public boolean isLast() {
            return (kind & 1) != 0;
        }

        @Override
        public void encode(WireWriter writer) {
            writer.int1(kind).bytes(prompt);
        }

        @Override
        public String description() {
            return (isLast() ? "last question" : "question")
                    + (asksForPassword() ? " for a password: " : ": ")
                    + prompt;
        }
    }

    /** What the user typed, and a 00. */
    record Answer(Secret answer) implements DialogData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(answer);
        }

        @Override
        public String description() {
            return "answer of the user";
        }
    }

    /** Data from the server. */
    static Optional<AuthData> fromServer(WireReader reader) {
        int kind = reader.int1("kind of question");
        return kind >= 2 && kind <= 5 ? Optional.of(new Question(kind, reader.rest())) : Optional.empty();
    }

    /** Data from the client. */
    static Optional<AuthData> fromClient(WireReader reader) {
        return reader.hasRemaining() ? Optional.of(new Answer(Secret.of(reader.rest()))) : Optional.empty();
    }
}
