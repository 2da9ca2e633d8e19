package io.mysqlproxy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code mysql-proxy trace} before a real server, as a process of its own. */
final class TraceProgram implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+), forwarding to .*");

    private final Process process;
    private final BufferedReader out;
    private final BufferedReader err;
    private final int port;

    /** @param options in addition to addresses */
    TraceProgram(RealServer server, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("trace", "--listen=0", "--backend=127.0.0.1:" + server.port()));
        arguments.addAll(List.of(options));
        process = new ProcessBuilder(ProgramCommand.of(arguments)).start();
        out = process.inputReader(StandardCharsets.UTF_8);
        err = process.errorReader(StandardCharsets.UTF_8);
        String first = String.valueOf(err.readLine());
        Matcher listening = LISTENING.matcher(first);
        if (!listening.matches()) {
            close();
            throw new IOException("it does not listen, but says: " + first);
        }
        port = Integer.parseInt(listening.group(1));
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    /** What it tells up to the end of the session that ends next. */
    List<String> untilClosed() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        while ((line = out.readLine()) != null) {
            lines.add(line);
            if (line.contains("  closed    ")) {
                break;
            }
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        out.close();
        err.close();
        process.onExit().join();
    }
}
