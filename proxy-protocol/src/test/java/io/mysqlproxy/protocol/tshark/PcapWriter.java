package io.mysqlproxy.protocol.tshark;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.ConnectionEnd;
import io.mysqlproxy.protocol.capture.PcapngConnection;
import io.mysqlproxy.protocol.capture.PcapngWriter;
import io.mysqlproxy.protocol.capture.TcpAddress;
import io.mysqlproxy.protocol.capture.Transcript;
import java.io.OutputStream;

/** Writes transcripts as a capture file: each is one TCP connection from a port of 10.0.0.1 to port 3306 of 10.0.0.2. */
final class PcapWriter {
    private static final byte[] CLIENT = {10, 0, 0, 1};
    private static final byte[] SERVER = {10, 0, 0, 2};
    static final int SERVER_PORT = 3306;

    private final PcapngWriter writer;
    private long micros;

    PcapWriter(OutputStream out) {
        writer = PcapngWriter.open(out, "mysql-proxy tests", "");
    }

    /** Adds a connection; each needs a port of its own. */
    void connection(Transcript transcript, int port) {
        long start = micros;
        PcapngConnection connection =
                writer.connection(TcpAddress.of(CLIENT, port), TcpAddress.of(SERVER, SERVER_PORT), start);
        for (Transcript.Chunk chunk : transcript.chunks()) {
            micros = Math.max(micros + 1, start + chunk.atMicros().orElse(0));
            Direction direction = chunk.direction();
            connection.bytes(
                    direction,
                    micros,
                    chunk.bytes().asByteBuffer(),
                    chunk.bytes().length(),
                    "");
        }
        connection.close(ConnectionEnd.END_OF_CAPTURE, micros);
        writer.flush();
    }
}
