package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Greets every client as a MySQL server does, and then listens until the client goes. */
final class GreetingServer implements AutoCloseable {
    private final ServerSocket listening;

    GreetingServer() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void serve(Socket client) {
        try (client) {
            byte[] greeting = Messages.greeting("9.7.4").unsafeEncoded().toArray();
            client.getOutputStream()
                    .write(new WireWriter()
                            .int3(greeting.length)
                            .int1(0)
                            .toBytes()
                            .toArray());
            client.getOutputStream().write(greeting);
            client.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // Clients come and go.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
