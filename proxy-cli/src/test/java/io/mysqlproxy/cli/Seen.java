package io.mysqlproxy.cli;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a client got to see of its own statements: what the server sent, if nothing was lost or made up on the way. */
final class Seen {
    /** In every statement that counts; drivers ask much of their own accord. */
    static final String MARK = "/* counted */ ";

    private long rows;
    private long affected;
    private long errors;

    long rows() {
        return rows;
    }

    long affected() {
        return affected;
    }

    long errors() {
        return errors;
    }

    void error() {
        errors++;
    }

    /** Reads every column of every row. */
    void result(ResultSet result) throws SQLException {
        try (result) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                rows++;
                for (int column = 1; column <= columns; column++) {
                    result.getObject(column);
                }
            }
        }
    }

    void update(long count) {
        affected += count;
    }

    /** Of a batch; drivers that do not know each count say so by a negative number. */
    void updates(int[] counts) {
        for (int count : counts) {
            affected += Math.max(count, 0);
        }
    }

    /** All results of a statement that was executed, in the order they came. */
    void all(Statement statement, boolean isResult) throws SQLException {
        boolean result = isResult;
        while (true) {
            if (result) {
                result(statement.getResultSet());
            } else {
                int count = statement.getUpdateCount();
                if (count < 0) {
                    return;
                }
                update(count);
            }
            result = statement.getMoreResults();
        }
    }
}
