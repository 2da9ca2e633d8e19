package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.LenEnc;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;

/** A column's default value, which the definitions in the answer to COM_FIELD_LIST end with. */
public sealed interface ColumnDefault {
    void encode(WireWriter writer);

    /** The definition ends before it, as all others do. */
    record Absent() implements ColumnDefault {
        @Override
        public void encode(WireWriter writer) {}
    }

    /** The default is NULL, or there is none. */
    record Null() implements ColumnDefault {
        @Override
        public void encode(WireWriter writer) {
            writer.int1(LenEnc.NULL);
        }
    }

    /** The value as text. */
    record Text(Bytes text) implements ColumnDefault {
        @Override
        public void encode(WireWriter writer) {
            writer.stringLenEnc(text);
        }
    }

    /** Reads what is left of a definition. */
    static ColumnDefault decode(WireReader reader) {
        if (!reader.hasRemaining()) {
            return new Absent();
        }
        if (reader.peek("default") == LenEnc.NULL) {
            reader.header(LenEnc.NULL, "default");
            return new Null();
        }
        return new Text(reader.stringLenEnc("default"));
    }
}
