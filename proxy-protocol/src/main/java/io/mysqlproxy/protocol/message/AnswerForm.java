package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** How a handshake response or a COM_CHANGE_USER tells where the client's authentication answer ends. */
public enum AnswerForm {
    /** A length-encoded length in front: PLUGIN_AUTH_LENENC_CLIENT_DATA, in the handshake response only. */
    LENGTH_ENCODED,
    /** One byte of length in front: SECURE_CONNECTION. */
    ONE_BYTE_LENGTH,
    /** A 00 behind. */
    NUL_TERMINATED;

    static AnswerForm inHandshake(Capabilities capabilities) {
        return capabilities.has(Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)
                ? LENGTH_ENCODED
                : inChangeUser(capabilities);
    }

    static AnswerForm inChangeUser(Capabilities capabilities) {
        return capabilities.has(Capability.SECURE_CONNECTION) ? ONE_BYTE_LENGTH : NUL_TERMINATED;
    }

    Secret decode(WireReader reader) {
        String what = "authentication answer";
        return Secret.of(
                switch (this) {
                    case LENGTH_ENCODED -> reader.stringLenEnc(what);
                    case ONE_BYTE_LENGTH -> reader.bytes(reader.int1("length of the " + what), what);
                    case NUL_TERMINATED -> reader.stringNulOrRest(what);
                });
    }

    void encode(AuthData answer, WireWriter writer) {
        switch (this) {
            case LENGTH_ENCODED -> writer.intLenEnc(answer.length());
            case ONE_BYTE_LENGTH -> writer.int1(answer.length());
            case NUL_TERMINATED -> {}
        }
        answer.encode(writer);
        if (this == NUL_TERMINATED) {
            writer.int1(0);
        }
    }
}
