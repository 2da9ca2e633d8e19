package io.mysqlproxy.protocol.message;

/** A parameter of a prepared statement, or an attribute of a query, with its value. */
public record Parameter(ParameterType type, ParameterValue value) {
    /** The name, read as UTF-8; empty for a parameter by position. */
    public String name() {
        return type.name().map(name -> name.utf8()).orElse("");
    }
}
