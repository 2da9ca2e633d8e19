package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A value in a row or of a parameter. It is the bytes that travelled, and says what they mean when it is asked: nothing is converted before, and bytes that
 * mean nothing are a value as well, an {@linkplain #isOdd() odd} one. Points in time are not those of {@code java.time}, which has no month 0, no day 0 and no
 * time of 838 hours (LIM-24).
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html">Binary protocol values</a>
 */
public sealed interface Value extends ParameterValue {
    /** The bytes as they travelled, without the length in front of them. */
    Bytes wire();

    /** The value in words and without quotes: for numbers and points in time what the server writes in a text row, whichever form the value has. */
    String text();

    /** Whether the bytes are not what the type calls for, so that {@link #text} shows them as they are (RES-10). */
    default boolean isOdd() {
        return false;
    }

    @Override
    default String display() {
        return text();
    }

    /** What is no number is told as the string it is, so that an empty one can be seen. */
    private static String string(Bytes wire) {
        return new Text(wire, CharacterSet.UTF8MB4).display();
    }

    /** SQL's NULL. */
    record Null() implements Value {
        @Override
        public Bytes wire() {
            return Bytes.EMPTY;
        }

        @Override
        public String text() {
            return "NULL";
        }
    }

    /**
     * A whole number of any size up to 64 bits, a year among them.
     *
     * @param unsigned how the binary form is to be read (RES-9)
     */
    record Int(Bytes wire, ValueForm form, boolean unsigned) implements Value {
        /** Empty when text is not a number. */
        public Optional<BigInteger> number() {
            return form == ValueForm.BINARY ? Optional.of(Numbers.little(wire, unsigned)) : Numbers.whole(wire);
        }

        @Override
        public String text() {
            return form == ValueForm.BINARY ? Numbers.little(wire, unsigned).toString() : wire.toString();
        }

        @Override
        public String display() {
            return isOdd() ? string(wire) : text();
        }

        @Override
        public boolean isOdd() {
            return number().isEmpty();
        }
    }

    /** A number of floating point: FLOAT in four bytes, DOUBLE in eight. Its text has as many digits as tell it from all others, a server's has fewer. */
    record Real(Bytes wire, ValueForm form) implements Value {
        /** Empty when text is not a number. */
        public OptionalDouble number() {
            return form == ValueForm.BINARY ? OptionalDouble.of(Numbers.real(wire)) : Numbers.real(wire.toString());
        }

        @Override
        public String text() {
            return form == ValueForm.BINARY ? Numbers.realText(wire) : wire.toString();
        }

        @Override
        public String display() {
            return isOdd() ? string(wire) : text();
        }

        @Override
        public boolean isOdd() {
            return number().isEmpty();
        }
    }

    /** An exact number, which is text in both forms. */
    record Decimal(Bytes wire) implements Value {
        /** Empty when the text is not a number. */
        public Optional<BigDecimal> number() {
            return Numbers.exact(wire);
        }

        @Override
        public String text() {
            return wire.toString();
        }

        @Override
        public String display() {
            return isOdd() ? string(wire) : text();
        }

        @Override
        public boolean isOdd() {
            return number().isEmpty();
        }
    }

    /** Characters; ENUM and SET as well. */
    record Text(Bytes wire, CharacterSet characterSet) implements Value {
        @Override
        public String text() {
            return characterSet.text(wire);
        }

        @Override
        public String display() {
            return SqlLiteral.of(text());
        }
    }

    /** Bytes that are no text; shown as text where they are printable. */
    record Binary(Bytes wire) implements Value {
        @Override
        public String text() {
            return wire.toString();
        }

        @Override
        public String display() {
            return wire.printable().map(SqlLiteral::of).orElseGet(() -> "0x" + wire.toHex());
        }
    }

    /** JSON, which is UTF-8 always. */
    record Json(Bytes wire) implements Value {
        @Override
        public String text() {
            return wire.utf8();
        }

        @Override
        public String display() {
            return SqlLiteral.of(text());
        }
    }

    /** BIT: the highest bits first. */
    record Bits(Bytes wire) implements Value {
        private static final int MOST_BYTES = 8;

        /** As an unsigned number; empty when there are more than 64 bits, which no server has. */
        public Optional<BigInteger> number() {
            return isOdd() ? Optional.empty() : Optional.of(new BigInteger(1, wire.toArray()));
        }

        @Override
        public String text() {
            return number().map(number -> "b'" + number.toString(2) + "'").orElseGet(() -> "0x" + wire.toHex());
        }

        @Override
        public boolean isOdd() {
            return wire.length() > MOST_BYTES;
        }
    }

    /** VECTOR: numbers of four bytes each. */
    record Vector(Bytes wire) implements Value {
        /** How many numbers. */
        public int dimensions() {
            return wire.length() / Float.BYTES;
        }

        /** The number at the index, from 0. */
        public float at(int index) {
            int start = index * Float.BYTES;
            return (float) Numbers.real(wire.slice(start, start + Float.BYTES));
        }

        @Override
        public String text() {
            if (isOdd()) {
                return "0x" + wire.toHex();
            }
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < dimensions(); i++) {
                text.append(i == 0 ? "" : ",").append(Numbers.realText(at(i)));
            }
            return text.append(']').toString();
        }

        @Override
        public boolean isOdd() {
            return wire.length() % Float.BYTES != 0;
        }

        @Override
        public String display() {
            return isOdd() ? text() : "'" + text() + "'";
        }
    }

    /** A shape in space: the number of its reference system in four bytes, and the shape in the OpenGIS consortium's well-known binary. */
    record Geometry(Bytes wire) implements Value {
        /** The number of the spatial reference system; empty when the bytes end before. */
        public OptionalInt srid() {
            return WellKnownBinary.srid(wire);
        }

        /** {@code POINT}, {@code POLYGON} and so on; {@code GEOMETRY} when the bytes do not tell. */
        public String shape() {
            return WellKnownBinary.shape(wire);
        }

        @Override
        public String text() {
            return isOdd()
                    ? "0x" + wire.toHex()
                    : shape() + " SRID " + Integer.toUnsignedString(srid().orElse(0)) + " 0x"
                            + wire.slice(Integer.BYTES, wire.length()).toHex();
        }

        @Override
        public boolean isOdd() {
            return !WellKnownBinary.hasShape(wire);
        }

        @Override
        public String display() {
            return "0x" + wire.toHex();
        }
    }

    /**
     * DATE, DATETIME or TIMESTAMP.
     *
     * @param dateOnly whether the type is DATE
     * @param decimals digits of the fraction of a second, 0 to 6; anything else when not known
     */
    record DateTime(Bytes wire, ValueForm form, boolean dateOnly, int decimals) implements Value {
        @Override
        public String text() {
            return form == ValueForm.BINARY ? BinaryTemporal.dateTime(wire, dateOnly, decimals) : wire.toString();
        }

        @Override
        public boolean isOdd() {
            return form == ValueForm.BINARY && !BinaryTemporal.isDateTime(wire);
        }

        @Override
        public String display() {
            return isOdd() ? text() : SqlLiteral.of(text());
        }
    }

    /**
     * TIME: a span from -838:59:59 to 838:59:59.
     *
     * @param decimals digits of the fraction of a second, 0 to 6; anything else when not known
     */
    record Time(Bytes wire, ValueForm form, int decimals) implements Value {
        @Override
        public String text() {
            return form == ValueForm.BINARY ? BinaryTemporal.time(wire, decimals) : wire.toString();
        }

        @Override
        public boolean isOdd() {
            return form == ValueForm.BINARY && !BinaryTemporal.isTime(wire);
        }

        @Override
        public String display() {
            return isOdd() ? text() : SqlLiteral.of(text());
        }
    }
}
