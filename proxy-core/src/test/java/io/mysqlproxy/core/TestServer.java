package io.mysqlproxy.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server on a free port of the loopback address, whose side of each connection a test plays or gives to a script. */
final class TestServer implements AutoCloseable {
    /** What a server does with one connection. */
    interface Script {
        void play(Socket connection) throws IOException;
    }

    private final ServerSocket listening;
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private final Set<Socket> all = ConcurrentHashMap.newKeySet();

    private TestServer() {
        try {
            listening = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections wait for {@link #accept}. */
    static TestServer manual() {
        TestServer server = new TestServer();
        server.acceptWith(server.accepted::add);
        return server;
    }

    static TestServer playing(Script script) {
        TestServer server = new TestServer();
        server.acceptWith(socket -> Thread.ofVirtual().name("test-server").start(() -> {
            try (socket) {
                script.play(socket);
            } catch (IOException e) {
                // The test's client sees the end of the connection, whatever ended it.
            }
        }));
        return server;
    }

    static TestServer echoing() {
        return playing(socket -> socket.getInputStream().transferTo(socket.getOutputStream()));
    }

    private interface Taker {
        void take(Socket socket);
    }

    private void acceptWith(Taker taker) {
        Thread.ofVirtual().name("test-server-accept").start(() -> {
            while (true) {
                try {
                    Socket socket = listening.accept();
                    socket.setTcpNoDelay(true);
                    all.add(socket);
                    taker.take(socket);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    Socket accept() throws InterruptedException {
        Socket socket = accepted.poll(10, TimeUnit.SECONDS);
        if (socket == null) {
            throw new AssertionError("no connection came within 10 s");
        }
        return socket;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    int port() {
        return listening.getLocalPort();
    }

    Upstream upstream() {
        return session -> address();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : all) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
