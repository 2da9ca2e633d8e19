package io.mysqlproxy.core;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A round trip through the proxy over loopback, as of a small query and its reply, beside the same without the proxy: the difference is the proxy's, two hops
 * through the kernel included.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class LoopbackBenchmark {
    private static final int QUERY = 50;
    private static final int REPLY = 250;

    /** What stands between client and server. */
    public enum Path {
        DIRECT,
        PROXY,
        PROXY_WITH_TAP
    }

    @Param
    public Path path = Path.DIRECT;

    private ServerSocket listening;
    private TcpProxy proxy;
    private Socket client;
    private long seen;

    @Setup
    public void connect() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
        InetSocketAddress server = (InetSocketAddress) listening.getLocalSocketAddress();
        TcpProxy.Builder builder = TcpProxy.listenOn(0).upstream(session -> server);
        if (path == Path.PROXY_WITH_TAP) {
            builder.tap(session -> (direction, bytes) -> seen += bytes.remaining());
        }
        proxy = builder.start();
        client = new Socket();
        client.setTcpNoDelay(true);
        client.connect(path == Path.DIRECT ? server : proxy.address());
    }

    @TearDown
    public void close() throws IOException {
        client.close();
        proxy.close();
        listening.close();
    }

    @Benchmark
    public byte[] roundTrip() throws IOException {
        client.getOutputStream().write(new byte[QUERY]);
        return client.getInputStream().readNBytes(REPLY);
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            socket.setTcpNoDelay(true);
            byte[] reply = new byte[REPLY];
            while (socket.getInputStream().readNBytes(QUERY).length == QUERY) {
                socket.getOutputStream().write(reply);
            }
        } catch (IOException end) {
            // The benchmark is over, or its client sees that the connection has ended.
        }
    }
}
