package io.mysqlproxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A client of protocol 4.1 on a plain socket, which can say what JDBC drivers never say. Written without the proxy's code, whose understanding it tries.
 * Packets are shorter than 16 MiB.
 */
final class RawClient implements AutoCloseable {
    private static final int QUERY = 0x03;
    private static final int QUIT = 0x01;
    private static final int OK = 0x00;
    private static final int MORE_DATA = 0x01;
    private static final int EOF = 0xfe;
    private static final int ERR = 0xff;

    /** LONG_PASSWORD, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH: results end with EOF. */
    private static final int CAPABILITIES = 0x0008_a201;

    private static final int UTF8MB4 = 45;
    private static final int LONGEST_EOF = 8;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private int sequence;

    /** Logs in. */
    RawClient(int port, String user, String password) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        try {
            logIn(user, password);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void logIn(String user, String password) throws IOException, GeneralSecurityException {
        ByteBuffer greeting = read();
        greeting.get();
        text(greeting);
        greeting.getInt();
        byte[] nonce = new byte[20];
        greeting.get(nonce, 0, 8);
        greeting.position(greeting.position() + 19);
        greeting.get(nonce, 8, 12).get();
        PasswordProof proof = PasswordProof.of(text(greeting), password, nonce);
        byte[] answer = proof.answer();
        ByteBuffer response = buffer().putInt(CAPABILITIES).putInt(1 << 24).put((byte) UTF8MB4);
        response.put(new byte[23]).put(user.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
        response.put((byte) answer.length).put(answer);
        response.put(proof.plugin().getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        send(response);
        for (ByteBuffer reply = read(); first(reply) != OK; reply = read()) {
            reply.get();
            if (first(reply, -1) == EOF) {
                String plugin = text(reply);
                reply.get(nonce);
                proof = PasswordProof.of(plugin, password, nonce);
                send(buffer().put(proof.answer()));
            } else if (first(reply, -1) == MORE_DATA) {
                byte[] next = proof.more(reply);
                if (next.length > 0) {
                    send(buffer().put(next));
                }
            }
        }
    }

    /** Sends a statement and reads its reply, of which the first column of the last row is returned, empty if there is none. */
    String query(String sql) throws IOException {
        command(buffer().put((byte) QUERY).put(sql.getBytes(StandardCharsets.UTF_8)));
        if (first(read()) == OK) {
            return "";
        }
        String last = "";
        int ends = 0;
        while (ends < 2) {
            ByteBuffer packet = read();
            if (isEof(packet)) {
                ends++;
            } else if (ends == 1) {
                byte[] value = new byte[packet.get() & 0xff];
                packet.get(value);
                last = new String(value, StandardCharsets.UTF_8);
            }
        }
        return last;
    }

    /** Sends a command, which begins a new sequence; the buffer is written up to its position. */
    void command(ByteBuffer payload) throws IOException {
        sequence = 0;
        send(payload);
    }

    /** Sends what a command's reply calls for. */
    void send(ByteBuffer payload) throws IOException {
        payload.flip();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        int length = bytes.length;
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) sequence++});
        frame.writeBytes(bytes);
        out.write(frame.toByteArray());
    }

    /** The server's next packet. An error is thrown. */
    ByteBuffer read() throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        sequence = (header >>> 24) + 1;
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        ByteBuffer packet = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        if (first(packet) == ERR) {
            throw new IOException("error: " + new String(payload, 3, payload.length - 3, StandardCharsets.UTF_8));
        }
        return packet;
    }

    static boolean isEof(ByteBuffer packet) {
        return first(packet) == EOF && packet.remaining() <= LONGEST_EOF;
    }

    private static int first(ByteBuffer packet) {
        return first(packet, 0);
    }

    private static int first(ByteBuffer packet, int offset) {
        int at = packet.position() + offset;
        return at < packet.limit() ? packet.get(at) & 0xff : -1;
    }

    private static String text(ByteBuffer packet) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte next = packet.get(); next != 0; next = packet.get()) {
            text.write(next);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** To be filled with a payload. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Leaves without a word, as a replica does. */
    void abandon() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        if (!socket.isClosed()) {
            command(buffer().put((byte) QUIT));
            socket.close();
        }
    }
}
