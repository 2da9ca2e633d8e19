package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.BinaryRow;
import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.ColumnDefinition;
import io.mysqlproxy.protocol.message.ColumnDefinition41;
import io.mysqlproxy.protocol.message.ColumnFlags;
import io.mysqlproxy.protocol.message.ColumnType;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ExecuteContext;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.PacketFramer;
import io.mysqlproxy.protocol.wire.WireReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Single steps: cutting a packet from the stream, decoding each message that is met often, and the digest of a statement. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MessageBenchmark {
    private static final Capabilities CAPABILITIES = new Capabilities(Wire.CAPABILITIES);
    private static final AuthContext NO_LOG_IN = AuthContext.start("", false);
    private static final ExecuteContext TWO_PARAMETERS = ExecuteContext.prepared(2);

    private static final List<ColumnDefinition> COLUMNS = List.of(
            column(ColumnType.LONG),
            column(ColumnType.LONGLONG),
            column(ColumnType.TINY),
            column(ColumnType.DATETIME),
            column(ColumnType.VAR_STRING));

    private static final Bytes STATEMENT =
            Bytes.utf8("SELECT id, total FROM orders WHERE customer = 42 AND state IN ('paid', 'sent') ORDER BY id LIMIT 20");

    private final PacketFramer framer = new PacketFramer();
    private final ByteBuffer row = Wire.frames(1, Wire.ROW);

    private static ColumnDefinition column(ColumnType type) {
        return ColumnDefinition41.of(Bytes.utf8("c"), 255, 100, type.code(), new ColumnFlags(0));
    }

    @Benchmark
    public Object framePacket() {
        return framer.next(row.rewind());
    }

    @Benchmark
    public Object decodeOk() {
        return Ok.decode(WireReader.of(Wire.OK), CAPABILITIES);
    }

    @Benchmark
    public Object decodeErr() {
        return Err.decode(WireReader.of(Wire.ERR));
    }

    @Benchmark
    public Object decodeQuery() {
        return Command.decode(WireReader.of(Wire.QUERY), CAPABILITIES, NO_LOG_IN);
    }

    @Benchmark
    public Object decodeStmtExecute() {
        return Command.decode(WireReader.of(Wire.EXECUTE), CAPABILITIES, NO_LOG_IN, TWO_PARAMETERS, CharacterSet.UTF8MB4);
    }

    @Benchmark
    public Object decodeColumnDefinition() {
        return ColumnDefinition.decode(WireReader.of(Wire.DEFINITION), CAPABILITIES, false);
    }

    @Benchmark
    public Object decodeTextRow() {
        return TextRow.decode(WireReader.of(Wire.ROW), 1);
    }

    @Benchmark
    public Object decodeBinaryRow() {
        return BinaryRow.decode(WireReader.of(Wire.BINARY_ROW), COLUMNS);
    }

    @Benchmark
    public Object digest() {
        return StatementDigest.of(STATEMENT);
    }
}
