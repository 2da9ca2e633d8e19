package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.core.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One MySQL packet as tshark's fields: numbers in decimal, texts and byte strings in hexadecimal without a final 00.
 *
 * @param fields by name without {@code mysql.}, in the order of the packet where a field comes more than once
 */
record TsharkPacket(Direction direction, Map<String, List<String>> fields) {
    TsharkPacket(Direction direction) {
        this(direction, new TreeMap<>());
    }

    TsharkPacket add(String field, String value) {
        fields.computeIfAbsent(field, name -> new ArrayList<>()).add(value);
        return this;
    }

    TsharkPacket number(String field, long value) {
        return add(field, Long.toUnsignedString(value));
    }

    TsharkPacket flag(String field, boolean value) {
        return add(field, value ? "1" : "0");
    }
}
