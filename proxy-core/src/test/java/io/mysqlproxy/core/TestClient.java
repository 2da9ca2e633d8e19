package io.mysqlproxy.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Helpers for the plain sockets that play a session's peers. Reads that wait for more than twenty seconds fail. */
final class TestClient {
    private TestClient() {}

    static Socket connect(TcpProxy proxy) throws IOException {
        return limited(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
    }

    static Socket limited(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Closes in an orderly way; a name of its own, as javac distrusts a close inside try-with-resources. */
    static void leave(Socket socket) throws IOException {
        socket.close();
    }

    /** Closes so that the peer sees a reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    static void send(Socket socket, int... bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int each : bytes) {
            out.write(each);
        }
    }

    /** One byte there and back, after which both legs are known to be connected. */
    static void exchange(Socket from, Socket to) throws IOException {
        send(from, 42);
        if (to.getInputStream().read() != 42) {
            throw new AssertionError("the byte did not arrive");
        }
    }

    /** How the peer ended the connection: {@code FIN} or {@code RST}; whatever comes before is skipped. */
    static String end(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] skipped = new byte[64 * 1024];
        try {
            while (in.read(skipped) >= 0) {}
            return "FIN";
        } catch (SocketException e) {
            return "RST";
        }
    }
}
