package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/** What an {@link Ok} says in words. Servers write its length in front, whatever the manual says (OK-1). */
public sealed interface OkInfo {
    /** The text for people; empty when there is none or it is secret. */
    default Bytes text() {
        return Bytes.EMPTY;
    }

    void encode(WireWriter writer);

    /** The packet ends before it. */
    record Absent() implements OkInfo {
        @Override
        public void encode(WireWriter writer) {}
    }

    /** As servers write it. */
    record Text(Bytes text) implements OkInfo {
        @Override
        public void encode(WireWriter writer) {
            writer.stringLenEnc(text);
        }
    }

    /** Without a length in front, to the packet's end, as third-party servers write it; readable text. */
    record WithoutLength(Bytes text) implements OkInfo {
        @Override
        public void encode(WireWriter writer) {
            writer.bytes(text);
        }
    }

    /** To the packet's end, and either no text or with a changed session state somewhere in it: that may be secret (SEC-R5). */
    record Unreadable(Secret content) implements OkInfo {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(content);
        }
    }

    /**
     * MariaDB's proof to the client that the TLS certificate is the server's: 01 and a hash derived from the password's hash, which must not be shown
     * (SEC-8).
     */
    record CertificateProof(Secret proof) implements OkInfo {
        static final int MARK = 0x01;

        @Override
        public void encode(WireWriter writer) {
            writer.secretLenEnc(proof);
        }
    }

    /**
     * Reads the info.
     *
     * @param stateChanged whether the status tells of a changed session state, which stands behind the info
     */
    static OkInfo decode(WireReader reader, boolean stateChanged) {
        if (!reader.hasRemaining()) {
            return new Absent();
        }
        Optional<Bytes> text = reader.attempt(r -> Optional.of(r.stringLenEnc("info")));
        if (text.isEmpty()) {
            Bytes rest = reader.rest();
            boolean readable = !stateChanged && rest.printable().isPresent();
            return readable ? new WithoutLength(rest) : new Unreadable(Secret.of(rest));
        }
        // No text begins with a control character, so the mark tells in every OK, not only in the connection's first.
        boolean proof = !text.get().isEmpty() && text.get().byteAt(0) == CertificateProof.MARK;
        return proof ? new CertificateProof(Secret.of(text.get())) : new Text(text.get());
    }
}
