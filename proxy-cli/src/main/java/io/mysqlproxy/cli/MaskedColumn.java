package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.ColumnDefault;
import io.mysqlproxy.protocol.message.ColumnDefinition320;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.wire.Bytes;
import java.util.function.UnaryOperator;

/** A column whose definition may hold values: a column that is an expression has its text as name, as {@code SELECT 'Ann'} has, and defaults are values. */
final class MaskedColumn {
    private MaskedColumn() {}

    /** The definition with other values. */
    static ColumnDefinition41 of(ColumnDefinition41 column, UnaryOperator<Bytes> mask) {
        boolean isExpression = column.originalName().isEmpty();
        return new ColumnDefinition41(
                column.catalog(),
                column.schema(),
                column.table(),
                column.originalTable(),
                isExpression && !column.name().isEmpty() ? mask.apply(column.name()) : column.name(),
                column.originalName(),
                column.extended(),
                column.charset(),
                column.length(),
                column.type(),
                column.flags(),
                column.decimals(),
                column.filler(),
                of(column.defaultValue(), mask),
                column.oddities());
    }

    /** Before protocol 4.1 nothing tells whether a name is an expression. */
    static ColumnDefinition320 of(ColumnDefinition320 column, UnaryOperator<Bytes> mask) {
        return new ColumnDefinition320(
                column.table(),
                mask.apply(column.name()),
                column.length(),
                column.type(),
                column.longFlags(),
                column.flags(),
                column.decimals(),
                of(column.defaultValue(), mask),
                column.oddities());
    }

    private static ColumnDefault of(ColumnDefault value, UnaryOperator<Bytes> mask) {
        return value instanceof ColumnDefault.Text text ? new ColumnDefault.Text(mask.apply(text.text())) : value;
    }
}
