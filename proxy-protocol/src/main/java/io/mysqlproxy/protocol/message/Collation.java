package io.mysqlproxy.protocol.message;

/**
 * How text compares, and with that the character set it is in: what servers and clients tell each other by number.
 *
 * @param id as greetings, handshake responses and column definitions carry it; the first two have room for 8 bits of it only
 * @param name as the server's, or {@code collation 123} when nobody has told its name
 * @see <a href="https://dev.mysql.com/doc/refman/en/information-schema-collations-table.html">The table of collations</a>
 */
public record Collation(int id, String name, CharacterSet characterSet) {
    /** Any id; one that no server is known to have is in {@link CharacterSet#UNKNOWN}. */
    public static Collation of(int id) {
        return Collations.of(id);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
