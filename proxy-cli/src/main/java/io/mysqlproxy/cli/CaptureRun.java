package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.capture.CaptureCounts;
import io.mysqlproxy.protocol.capture.CaptureFormatException;
import io.mysqlproxy.protocol.capture.CaptureListener;
import io.mysqlproxy.protocol.capture.CaptureReader;
import io.mysqlproxy.protocol.capture.CapturedConnection;
import io.mysqlproxy.protocol.capture.ConnectionListener;
import io.mysqlproxy.protocol.capture.ServerPorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads captures until their end, or until somebody asks to stop. The reading has a thread of its own: one that waits for a pipe cannot be interrupted, and
 * is left behind.
 */
final class CaptureRun implements CaptureListener {
    private static final String STDIN = "-";

    /** How long the reader has to notice that it is to stop. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Function<CapturedConnection, ConnectionListener> connections;
    private final PrintWriter err;
    private final Stop stop;
    private final CaptureReader reader;
    private @Nullable ProgressBar progress;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean failed;
    private volatile long openAtEnd;

    CaptureRun(
            ServerPorts ports,
            Function<CapturedConnection, ConnectionListener> connections,
            PrintWriter err,
            Stop stop) {
        this.connections = connections;
        this.err = err;
        this.stop = stop;
        this.reader = new CaptureReader(this, ports);
    }

    /**
     * Reads the files one after the other; what cannot be read is told on stderr, and the others are read all the same.
     *
     * @param stdin what {@code -} stands for
     * @param open how many connections are open at the moment it is asked
     * @param onStopping called when the end begins before the input's
     * @return why it ended
     */
    Stop.Reason run(List<String> files, InputStream stdin, LongSupplier open, Runnable onStopping) {
        Interrupts interrupts = new Interrupts(stop);
        try {
            Thread reading =
                    Thread.ofPlatform().daemon().name("mysql-proxy reader").start(() -> read(files, stdin, open));
            Stop.Reason reason = stop.await(null);
            if (reason != Stop.Reason.END_OF_INPUT) {
                onStopping.run();
                reading.join(GRACE);
            }
            if (failure != null) {
                throw failure;
            }
            return reason;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Stop.Reason.INTERRUPTED;
        } finally {
            interrupts.release();
        }
    }

    /** Whether something could not be read. */
    boolean hasFailed() {
        return failed;
    }

    /** How many connections were open when the input ended. */
    long openAtEnd() {
        return openAtEnd;
    }

    /** Says on stderr what in the captures was not decoded; nothing when there is nothing to say. */
    void tellCounts() {
        CaptureCounts counts = reader.counts();
        String text = CaptureText.of(counts);
        if (!text.isEmpty()) {
            err.println(text);
        }
    }

    @Override
    public ConnectionListener onConnection(CapturedConnection connection) {
        return connections.apply(connection);
    }

    @Override
    public void onProgress(long bytesRead) {
        if (stop.isRequested()) {
            throw new Stopped();
        }
        if (progress != null) {
            progress.update(bytesRead, System.nanoTime());
        }
    }

    /** Shows on stderr how far it has come, if that is a terminal and the files' lengths are known. To be called before {@link #run}. */
    void showProgress(List<String> files) {
        Terminal.columnsOfStderr()
                .ifPresent(columns -> progress = new ProgressBar(err, columns, length(files), System.nanoTime()));
    }

    /** Bytes of all files; 0 when one has no length, as stdin or what does not exist. */
    private static long length(List<String> files) {
        long total = 0;
        for (String file : files) {
            try {
                Path path = Path.of(file);
                if (file.equals(STDIN) || !Files.isRegularFile(path)) {
                    return 0;
                }
                total += Files.size(path);
            } catch (IOException | InvalidPathException unknown) {
                return 0;
            }
        }
        return total;
    }

    private void read(List<String> files, InputStream stdin, LongSupplier open) {
        try {
            for (String file : files) {
                read(file, stdin);
            }
            openAtEnd = open.getAsLong();
            reader.close();
        } catch (Stopped stopped) {
            openAtEnd = open.getAsLong();
            reader.close();
        } catch (RuntimeException mistake) {
            failure = mistake;
        } finally {
            if (progress != null) {
                progress.clear();
            }
            stop.request(Stop.Reason.END_OF_INPUT);
        }
    }

    private void read(String file, InputStream stdin) {
        try {
            if (file.equals(STDIN)) {
                reader.read(stdin);
            } else {
                try (InputStream input = Files.newInputStream(Path.of(file))) {
                    reader.read(input);
                }
            }
        } catch (CaptureFormatException damaged) {
            failed(file, "damaged " + damaged.getMessage() + "; what stands before is shown");
        } catch (NoSuchFileException missing) {
            failed(file, "there is no such file");
        } catch (IOException | InvalidPathException failure) {
            failed(file, "cannot be read: " + failure.getMessage());
        }
    }

    private void failed(String file, String problem) {
        failed = true;
        err.println("mysql-proxy: " + (file.equals(STDIN) ? "stdin" : Visible.text(file, Integer.MAX_VALUE)) + ": "
                + problem);
    }

    /** Ends the reading; not an error. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }
}
