package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;

/**
 * Points in time in their binary form, whose length tells how much of it is there; what is left out is zero.
 *
 * <pre>
 *   date:  [ year (2)  month (1)  day (1)  [ hour (1)  minute (1)  second (1)  [ microseconds (4)  [ offset in minutes (2) ] ] ] ]
 *   time:  [ negative (1)  days (4)  hours (1)  minutes (1)  seconds (1)  [ microseconds (4) ] ]
 * </pre>
 *
 * @see <a href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html#sect_protocol_binary_resultset_row_value_date">Dates</a>
 */
final class BinaryTemporal {
    private static final int DATE = 4;
    private static final int DATE_TIME = 7;
    private static final int DATE_TIME_MICROS = 11;

    /** With the offset from UTC, in parameters from MySQL 8.0.19 on. */
    private static final int DATE_TIME_OFFSET = 13;

    private static final int TIME = 8;
    private static final int TIME_MICROS = 12;

    private static final int MICROS_DIGITS = 6;

    private BinaryTemporal() {}

    static boolean isDateTime(Bytes wire) {
        return switch (wire.length()) {
            case 0, DATE, DATE_TIME, DATE_TIME_MICROS, DATE_TIME_OFFSET -> true;
            default -> false;
        };
    }

    static boolean isTime(Bytes wire) {
        return switch (wire.length()) {
            case 0, TIME, TIME_MICROS -> true;
            default -> false;
        };
    }

    /** As in {@code 2026-11-22 20:15:00.5}; a DATE ends behind the day unless there is more. */
    static String dateTime(Bytes wire, boolean dateOnly, int decimals) {
        if (!isDateTime(wire)) {
            return "0x" + wire.toHex();
        }
        String date = String.format("%04d-%02d-%02d", field(wire, 0, 2), field(wire, 2, 1), field(wire, 3, 1));
        if (dateOnly && wire.length() <= DATE) {
            return date;
        }
        String clock = String.format(" %02d:%02d:%02d", field(wire, 4, 1), field(wire, 5, 1), field(wire, 6, 1));
        String fraction = fraction(field(wire, DATE_TIME, 4), wire.length() >= DATE_TIME_MICROS, decimals);
        return date + clock + fraction + (wire.length() == DATE_TIME_OFFSET ? offset(wire) : "");
    }

    /** As in {@code -838:59:59}. */
    static String time(Bytes wire, int decimals) {
        if (!isTime(wire)) {
            return "0x" + wire.toHex();
        }
        String sign = field(wire, 0, 1) == 0 ? "" : "-";
        long hours = field(wire, 1, 4) * 24 + field(wire, 5, 1);
        String clock = String.format("%02d:%02d:%02d", hours, field(wire, 6, 1), field(wire, 7, 1));
        return sign + clock + fraction(field(wire, TIME, 4), wire.length() >= TIME_MICROS, decimals);
    }

    /** As many digits as the column has; all of them when that is not known or would hide something. */
    private static String fraction(long micros, boolean present, int decimals) {
        String digits = String.format(".%06d", micros);
        boolean known = decimals >= 0 && decimals <= MICROS_DIGITS;
        if (!known) {
            return present ? digits : "";
        }
        boolean hides = digits.substring(1 + decimals).chars().anyMatch(digit -> digit != '0');
        if (hides) {
            return digits;
        }
        return decimals == 0 ? "" : digits.substring(0, 1 + decimals);
    }

    /** Minutes east of UTC, as in {@code +01:00}. */
    private static String offset(Bytes wire) {
        int minutes = (short) field(wire, DATE_TIME_MICROS, 2);
        return String.format("%s%02d:%02d", minutes < 0 ? "-" : "+", Math.abs(minutes) / 60, Math.abs(minutes) % 60);
    }

    private static long field(Bytes wire, int start, int length) {
        return start + length <= wire.length() ? Numbers.littleBits(wire, start, length) : 0;
    }
}
