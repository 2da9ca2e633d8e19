package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryAttributesTest {
    /** INT24, YEAR, a type that does not exist, and a DATE whose length is written in three bytes. */
    @Test
    @Rule({"STM-10", "STM-11"})
    void readsParametersOfOddTypesAsServersDo() {
        Bytes bytes = Bytes.hex("04 01 00 01  0900 01 61  0d00 01 62  c800 01 63  0a00 01 64"
                + " 02 31 32  04 32 30 32 36  01 78  fc 04 00 ea 07 0b 16");
        WireReader reader = WireReader.of(bytes);
        WireWriter writer = new WireWriter();

        QueryAttributes attributes = QueryAttributes.decode(reader, CharacterSet.UTF8MB4);

        assertThat(attributes)
                .isEqualTo(new QueryAttributes(
                        1,
                        Bytes.hex("00"),
                        List.of(
                                attribute(9, "a", new Value.Binary(Bytes.utf8("12"))),
                                attribute(13, "b", new Value.Binary(Bytes.utf8("2026"))),
                                attribute(200, "c", new Value.Binary(Bytes.utf8("x"))),
                                attribute(
                                        10,
                                        "d",
                                        new Value.DateTime(Bytes.hex("ea070b16"), ValueForm.BINARY, true, 31)))));
        writer.begin(reader.oddities());
        attributes.encode(writer);
        assertThat(writer.toBytes()).isEqualTo(bytes);
    }

    private static Parameter attribute(int type, String name, Value value) {
        return new Parameter(new ParameterType(type, Optional.of(Bytes.utf8(name))), value);
    }
}
