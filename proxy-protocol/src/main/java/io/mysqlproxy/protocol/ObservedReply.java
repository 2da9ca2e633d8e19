package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.OkNumbers;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.wire.Bytes;
import org.jspecify.annotations.Nullable;

/** What has come of a reply so far, added up packet by packet; used again for later replies. */
final class ObservedReply {
    /** For a time that has not come. */
    static final int UNKNOWN = -1;

    @Nullable
    Err error;

    @Nullable
    Bytes requestedFile;

    int packets;
    int results;
    /** Of the first result. */
    int columns;

    long rows;
    long affectedRows;
    long lastInsertId;
    int warnings;
    long bytes;
    long rowBytes;
    /** In microseconds since 1970, as all times here. */
    long firstByteMicros;

    long definitionsMicros;
    long endMicros;

    /** Another reply is due. */
    void begin(long epochMicros) {
        error = null;
        requestedFile = null;
        packets = 0;
        results = 0;
        columns = 0;
        rows = 0;
        affectedRows = 0;
        lastInsertId = 0;
        warnings = 0;
        bytes = 0;
        rowBytes = 0;
        firstByteMicros = UNKNOWN;
        definitionsMicros = UNKNOWN;
        endMicros = epochMicros;
    }

    /**
     * A packet of any kind; what it holds is told after.
     *
     * @param firstMicros when its first byte was seen
     * @param epochMicros when its last byte was seen
     */
    void packet(long length, long firstMicros, long epochMicros) {
        if (packets++ == 0) {
            firstByteMicros = firstMicros;
        }
        bytes += length;
        endMicros = epochMicros;
    }

    void result(int columnCount) {
        if (results++ == 0) {
            columns = columnCount;
            definitionsMicros = endMicros;
        }
    }

    void definition() {
        if (results == 1) {
            definitionsMicros = endMicros;
        }
    }

    void row(long length) {
        rows++;
        rowBytes += length;
    }

    void ok(OkNumbers numbers) {
        affectedRows += numbers.affectedRows();
        if (numbers.lastInsertId() != 0) {
            lastInsertId = numbers.lastInsertId();
        }
        warnings = numbers.warnings();
    }
}
