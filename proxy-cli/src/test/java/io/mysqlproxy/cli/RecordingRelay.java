package io.mysqlproxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes connections on and keeps every byte of each. Written without the proxy's code, whose transparency it judges. */
final class RecordingRelay implements AutoCloseable {
    /** Both directions of one connection, a character for each byte. */
    record Recording(String fromClient, String fromServer) {}

    private final ServerSocket listening;
    private final int target;
    private final List<Passage> passages = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    RecordingRelay(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("relay accepts", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Passage passage = new Passage(client, new Socket(InetAddress.getLoopbackAddress(), target));
                passages.add(passage);
                run("relay >>", () -> passage.pass(passage.client, passage.server, passage.fromClient));
                run("relay <<", () -> passage.pass(passage.server, passage.client, passage.fromServer));
            } catch (IOException closed) {
                // Closed by close(), or the target refused; the client sees its connection go.
                return;
            }
        }
    }

    private void run(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name(name).start(work));
    }

    /** What passed, a connection each in the order they came; waits until all have ended. */
    List<Recording> recordings() throws InterruptedException, IOException {
        listening.close();
        for (Thread thread : new ArrayList<>(threads)) {
            thread.join();
        }
        return passages.stream().map(Passage::recording).toList();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Passage passage : passages) {
            passage.client.close();
            passage.server.close();
        }
    }

    private static final class Passage {
        private final Socket client;
        private final Socket server;
        private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
        private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();

        private Passage(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        private void pass(Socket from, Socket to, ByteArrayOutputStream record) {
            byte[] buffer = new byte[8192];
            try {
                for (int read = from.getInputStream().read(buffer);
                        read >= 0;
                        read = from.getInputStream().read(buffer)) {
                    record.write(buffer, 0, read);
                    to.getOutputStream().write(buffer, 0, read);
                }
                to.shutdownOutput();
            } catch (IOException broken) {
                end();
            }
        }

        private void end() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Recording recording() {
            return new Recording(
                    fromClient.toString(StandardCharsets.ISO_8859_1), fromServer.toString(StandardCharsets.ISO_8859_1));
        }
    }
}
