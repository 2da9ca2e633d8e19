package io.mysqlproxy.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Ways in which a JDBC driver can be made to use the protocol; each asks for options that bring out another part of it. */
enum Workload {
    /** Parameters are put into the text by the driver. */
    CLIENT_PREPARED(Map.of("useServerPrepStmts", "false"), Map.of("useServerPrepStmts", "false"), Works::prepared),
    SERVER_PREPARED(
            Map.of("useServerPrepStmts", "true", "cachePrepStmts", "true", "blobSendChunkSize", "4096"),
            Map.of("useServerPrepStmts", "true"),
            Works::prepared),
    /** As strings, for the server to convert; and read as text. */
    EVERY_TYPE_AS_TEXT(Map.of(), Map.of(), Works::everyType),
    EVERY_TYPE_AS_BINARY(Map.of("useServerPrepStmts", "true"), Map.of("useServerPrepStmts", "true"), Works::everyType),
    CURSOR(
            Map.of("useServerPrepStmts", "true", "useCursorFetch", "true", "defaultFetchSize", "7"),
            Map.of("useServerPrepStmts", "true", "defaultFetchSize", "7"),
            Works::manyRows),
    STREAMED_ROWS(Map.of(), Map.of("defaultFetchSize", "1"), Works::streamedRows),
    BATCH(
            Map.of("rewriteBatchedStatements", "true"),
            Map.of("useServerPrepStmts", "true", "useBulkStmts", "true"),
            Works::batch),
    BATCH_ONE_BY_ONE(
            Map.of("useServerPrepStmts", "true"),
            Map.of("useServerPrepStmts", "true", "useBulkStmts", "false"),
            Works::batch),
    SEVERAL_STATEMENTS(Map.of("allowMultiQueries", "true"), Map.of("allowMultiQueries", "true"), Works::several),
    LOCAL_INFILE(Map.of("allowLoadLocalInfile", "true"), Map.of("allowLocalInfile", "true"), Works::localInfile),
    PROCEDURES(Map.of(), Map.of(), Works::procedures),
    PROCEDURES_PREPARED(Map.of("useServerPrepStmts", "true"), Map.of("useServerPrepStmts", "true"), Works::procedures),
    TRANSACTIONS(Map.of("useServerPrepStmts", "true"), Map.of("useServerPrepStmts", "true"), Works::transactions),
    REFUSED_PREPARE(Map.of("useServerPrepStmts", "true"), Map.of("useServerPrepStmts", "true"), Works::refusedPrepare),
    METADATA(Map.of(), Map.of(), Works::metadata);

    /** What the connection is used for. */
    @FunctionalInterface
    interface Work {
        void run(Connection connection, Seen seen) throws SQLException;
    }

    // Made by Map.of, which nobody can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> oracle;
    // The same.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> mariaDb;
    // Stateless: a reference to a method.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Work work;

    Workload(Map<String, String> oracle, Map<String, String> mariaDb, Work work) {
        this.oracle = oracle;
        this.mariaDb = mariaDb;
        this.work = work;
    }

    /** Logs in to this port as the server's administrator, works, and leaves. */
    Seen run(Driver driver, RealServer server, int port, String schema) throws SQLException {
        return run(driver, server, port, schema, Map.of());
    }

    /** The same with more properties. */
    Seen run(Driver driver, RealServer server, int port, String schema, Map<String, String> more) throws SQLException {
        Map<String, String> properties = new HashMap<>(driver.isOracle() ? oracle : mariaDb);
        properties.putAll(more);
        Seen seen = new Seen();
        try (Connection connection = driver.connect(port, server.user(), server.password(), schema, properties)) {
            work.run(connection, seen);
        }
        return seen;
    }
}
