package io.mysqlproxy.protocol.capture;

import io.mysqlproxy.core.Direction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a capture's reader tells, one line for each thing, with neighbouring bytes of a direction joined. */
final class Told implements CaptureListener {
    private final List<String> lines = new ArrayList<>();
    private final List<CapturedConnection> connections = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    /** What is told about a capture in MySQL's default port, all of it. */
    static List<String> about(byte[] capture) {
        return about(capture, ServerPorts.DEFAULT, Limits.DEFAULT);
    }

    static List<String> about(byte[] capture, ServerPorts ports) {
        return about(capture, ports, Limits.DEFAULT);
    }

    static List<String> about(byte[] capture, ServerPorts ports, Limits limits) {
        Told told = new Told();
        told.read(capture, ports, limits);
        return told.lines();
    }

    CaptureCounts read(byte[] capture, ServerPorts ports, Limits limits) {
        CaptureReader told = new CaptureReader(this, ports, limits);
        try (CaptureReader reader = told) {
            reader.read(new ByteArrayInputStream(capture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return told.counts();
    }

    List<String> lines() {
        return lines;
    }

    List<CapturedConnection> connections() {
        return connections;
    }

    /** When each piece of bytes was told to have been captured. */
    List<Long> times() {
        return times;
    }

    @Override
    public ConnectionListener onConnection(CapturedConnection connection) {
        connections.add(connection);
        lines.add("#" + connection.number() + " " + connection.client() + " to " + connection.server()
                + (connection.isFromStart() ? "" : ", joined"));
        return new ConnectionListener() {
            private final String prefix = "#" + connection.number() + " ";

            @Override
            public void onBytes(Direction direction, ByteBuffer bytes, long epochMicros) {
                String start = prefix + direction.arrow() + " ";
                String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
                times.add(epochMicros);
                if (lines.getLast().startsWith(start) && !lines.getLast().endsWith(" missing")) {
                    lines.add(lines.removeLast() + text);
                } else {
                    lines.add(start + text);
                }
            }

            @Override
            public void onGap(Direction direction, long missingBytes, long epochMicros) {
                lines.add(prefix + direction.arrow() + " " + missingBytes + " missing");
            }

            @Override
            public void onClose(ConnectionEnd end, long epochMicros) {
                lines.add(prefix + end);
            }
        };
    }
}
