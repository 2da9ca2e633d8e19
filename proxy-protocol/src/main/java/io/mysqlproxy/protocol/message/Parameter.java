package io.mysqlproxy.protocol.message;

import java.util.ArrayList;
import java.util.List;

/** A parameter of a prepared statement, or an attribute of a query, with its value. */
public record Parameter(ParameterType type, ParameterValue value) {
    /** The values that are known, each with its type. */
    public static List<Parameter> list(List<ParameterType> types, List<ParameterValue> values) {
        List<Parameter> list = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            list.add(new Parameter(types.get(i), values.get(i)));
        }
        return list;
    }

    /** The name, read as UTF-8; empty for a parameter by position. */
    public String name() {
        return type.name().map(name -> name.utf8()).orElse("");
    }
}
