package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Optional;

/**
 * A column, as clients of protocol 41 are told of it.
 *
 * <pre>
 *   catalog  schema  table  original table  name  original name      (lenstr each)
 *   [ {@link ExtendedMetadata} ]                  if MARIADB_EXTENDED_METADATA
 *   0C  charset (2)  length (4)  type (1)  flags (2)  decimals (1)  filler (2)
 *   [ {@link ColumnDefault} ]                     in the answer to COM_FIELD_LIST
 * </pre>
 *
 * The 0C is the length of what follows it, which decides (RES-7).
 *
 * @param catalog {@code def} from today's servers (RES-8)
 * @param table the alias, where the statement gives one
 * @param originalTable the table's own name; empty for an expression
 * @param originalName the column's own name; empty for an expression
 * @param extended there for every column, even if it says nothing, once the capability is in effect (RES-6)
 * @param filler how the part of fixed length ends, if not with two bytes of 00
 */
public record ColumnDefinition41(
        Bytes catalog,
        Bytes schema,
        Bytes table,
        Bytes originalTable,
        Bytes name,
        Bytes originalName,
        Optional<ExtendedMetadata> extended,
        int charset,
        long length,
        int type,
        ColumnFlags flags,
        int decimals,
        Optional<Bytes> filler,
        ColumnDefault defaultValue,
        Oddities oddities)
        implements ColumnDefinition {
    private static final Bytes FILLER = Bytes.of((byte) 0, (byte) 0);

    private static final Bytes CATALOG = Bytes.utf8("def");

    /** A column of an expression, as servers tell of it to a client without extensions. */
    public static ColumnDefinition41 of(Bytes name, int charset, long length, int type, ColumnFlags flags) {
        return new ColumnDefinition41(
                CATALOG,
                Bytes.EMPTY,
                Bytes.EMPTY,
                Bytes.EMPTY,
                name,
                Bytes.EMPTY,
                Optional.empty(),
                charset,
                length,
                type,
                flags,
                0,
                Optional.empty(),
                new ColumnDefault.Absent(),
                Oddities.NONE);
    }

    static ColumnDefinition41 decode(WireReader reader, Capabilities capabilities, boolean withDefault) {
        Bytes catalog = reader.stringLenEnc("catalog");
        Bytes schema = reader.stringLenEnc("schema");
        Bytes table = reader.stringLenEnc("table");
        Bytes originalTable = reader.stringLenEnc("original table");
        Bytes name = reader.stringLenEnc("name");
        Bytes originalName = reader.stringLenEnc("original name");
        Optional<ExtendedMetadata> extended = capabilities.has(Capability.MARIADB_EXTENDED_METADATA)
                ? Optional.of(reader.block("extended metadata", ExtendedMetadata::decode))
                : Optional.empty();
        Fixed fixed = reader.block("part of fixed length", Fixed::decode);
        ColumnDefault defaultValue = withDefault ? ColumnDefault.decode(reader) : new ColumnDefault.Absent();
        return new ColumnDefinition41(
                catalog,
                schema,
                table,
                originalTable,
                name,
                originalName,
                extended,
                fixed.charset,
                fixed.length,
                fixed.type,
                fixed.flags,
                fixed.decimals,
                fixed.filler,
                defaultValue,
                reader.oddities());
    }

    @Override
    public void encode(WireWriter writer) {
        writer.begin(oddities)
                .stringLenEnc(catalog)
                .stringLenEnc(schema)
                .stringLenEnc(table)
                .stringLenEnc(originalTable)
                .stringLenEnc(name)
                .stringLenEnc(originalName);
        extended.ifPresent(metadata -> writer.block(metadata::encode));
        writer.block(new Fixed(charset, length, type, flags, decimals, filler)::encode);
        defaultValue.encode(writer);
        writer.end();
    }

    /** The part whose length the packet announces. */
    private record Fixed(int charset, long length, int type, ColumnFlags flags, int decimals, Optional<Bytes> filler) {
        static Fixed decode(WireReader reader) {
            return new Fixed(
                    reader.int2("charset"),
                    reader.int4("length"),
                    reader.int1("type"),
                    new ColumnFlags(reader.int2("flags")),
                    reader.int1("decimals"),
                    Optional.of(reader.rest()).filter(rest -> !rest.equals(FILLER)));
        }

        void encode(WireWriter writer) {
            writer.int2(charset).int4(length).int1(type).int2(flags.bits()).int1(decimals);
            writer.bytes(filler.orElse(FILLER));
        }
    }
}
