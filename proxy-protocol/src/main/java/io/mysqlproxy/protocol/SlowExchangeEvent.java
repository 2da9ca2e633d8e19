package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.message.Err;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * A command that took long, in a recording of the JDK's Flight Recorder: from its last byte to the last of its reply. The recording's settings say how long is
 * long ({@code io.mysqlproxy.SlowExchange#threshold}). Its fields are documented in {@code docs/performance.md}.
 *
 * <p>Of the statement only its digest is told: no literal, and so no password, reaches a recording. As long as nobody records, no object is made, and while
 * somebody does, none for a command that is fast enough.
 */
@Name(SlowExchangeEvent.NAME)
@Label("Slow Exchange")
@Category("mysql-proxy")
@Description("A command with its whole reply that took as long as the threshold, or longer")
@Threshold("100 ms")
@StackTrace(false)
final class SlowExchangeEvent extends Event {
    static final String NAME = "io.mysqlproxy.SlowExchange";

    /** Asked whether anybody records; never committed. */
    private static final SlowExchangeEvent PROBE = new SlowExchangeEvent();

    @Label("Session Id")
    long sessionId;

    @Label("Number")
    @Description("The command's place among those of its session, from 1")
    long number;

    @Label("Command")
    @Nullable
    String command;

    @Label("Digest Text")
    @Description("The statement without its literals")
    @Nullable
    String digestText;

    @Label("Digest")
    @Description("32 hexadecimal digits by which statements are the same; not the server's DIGEST")
    @Nullable
    String digest;

    @Label("User")
    @Nullable
    String user;

    @Label("Schema")
    @Nullable
    String schema;

    @Label("Outcome")
    @Nullable
    String outcome;

    @Label("Error Code")
    @Description("0 without an error")
    int errorCode;

    @Label("First Byte")
    @Description("From the command to the first byte of the reply; -1 without a reply")
    @Timespan(Timespan.MICROSECONDS)
    long firstByte;

    @Label("Rows")
    long rows;

    @Label("Affected Rows")
    long affectedRows;

    @Label("Request Size")
    @DataAmount
    long requestBytes;

    @Label("Reply Size")
    @DataAmount
    long replyBytes;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** The reply is complete, or will not be. True when the event was written, and the object is not to be used again. */
    boolean completed(Exchange exchange) {
        end();
        if (!shouldCommit()) {
            return false;
        }
        sessionId = exchange.sessionId();
        number = exchange.number();
        command = exchange.command().manualName();
        exchange.digest().ifPresent(found -> {
            digestText = found.text();
            digest = found.hash();
        });
        user = exchange.user().utf8();
        schema = exchange.schema().utf8();
        outcome = exchange.outcome().name();
        errorCode = exchange.error().map(Err::code).orElse(0);
        firstByte = exchange.firstByteMicros().orElse(-1);
        rows = exchange.rows();
        affectedRows = exchange.affectedRows();
        requestBytes = exchange.requestBytes();
        replyBytes = exchange.replyBytes();
        commit();
        return true;
    }
}
