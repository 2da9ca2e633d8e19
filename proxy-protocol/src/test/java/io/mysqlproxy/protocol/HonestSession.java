package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server that ask and answer, one numbered question at a time, while others misbehave. Every byte, and every event of the session as it comes,
 * is compared with what it has to be.
 */
final class HonestSession implements PacketListener, AutoCloseable {
    private static final byte[] GREETING = Peer.frame(0, Talk.MYSQL_9_7_GREETING);
    private static final byte[] RESPONSE =
            Peer.frame(1, Talk.response(Talk.BASE | Talk.DEPRECATE_EOF, "caching_sha2_password"));
    private static final byte[] WELCOME = Peer.frame(2, Bytes.hex("00 00 00 02 00 00 00"));
    private static final byte[] YES = Peer.frame(1, Bytes.hex("00 00 00 02 00 00 00"));

    private static final int WAIT_MILLIS = 20_000;

    private final ServerSocket listening;
    private @Nullable Socket client;
    private long asked;

    private volatile long told;
    private volatile @Nullable String wrong;

    HonestSession() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** Logs in. */
    void begin(TcpProxy proxy) throws IOException {
        Thread.ofPlatform().daemon().name("honest-server").start(this::serve);
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        connected.setTcpNoDelay(true);
        connected.setSoTimeout(WAIT_MILLIS);
        client = connected;
        expect(connected, GREETING);
        connected.getOutputStream().write(RESPONSE);
        expect(connected, WELCOME);
    }

    /** Asks one question and reads its answer. */
    void round() throws IOException {
        Socket connected = Objects.requireNonNull(client);
        connected.getOutputStream().write(question(asked++));
        expect(connected, YES);
    }

    /** Each event was the right one at the right time, and none is missing. */
    void verify() {
        assertThat(wrong).isNull();
        assertThat(told).isEqualTo(3 + 2 * asked);
    }

    @Override
    public void onPacket(PacketEvent event) {
        long index = told;
        String due = due(index);
        String now = event.direction().arrow() + " " + event.kind().manualName() + " " + event.anomalies();
        boolean rightSchema =
                !(event.message() instanceof Command.InitDb question) || question.equals(schema((index - 3) / 2));
        if (wrong == null && (!now.equals(due) || !rightSchema)) {
            wrong = "event " + index + ": " + now + " " + event.message() + " instead of " + due;
        }
        told = index + 1;
    }

    private static String due(long index) {
        return switch ((int) Math.min(index, 3)) {
            case 0 -> "<< HandshakeV10 []";
            case 1 -> ">> HandshakeResponse41 []";
            case 2 -> "<< Ok []";
            default -> index % 2 == 1 ? ">> COM_INIT_DB []" : "<< Ok []";
        };
    }

    private static Command.InitDb schema(long number) {
        return new Command.InitDb(Bytes.utf8("schema" + number));
    }

    private static byte[] question(long number) {
        return Peer.frame(0, schema(number).unsafeEncoded());
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(GREETING);
            expect(socket, RESPONSE);
            socket.getOutputStream().write(WELCOME);
            for (long number = 0; ; number++) {
                expect(socket, question(number));
                socket.getOutputStream().write(YES);
            }
        } catch (IOException e) {
            // The test is over. If it is not, the client sees that nobody answers.
        }
    }

    private static void expect(Socket socket, byte[] bytes) throws IOException {
        byte[] read = new byte[bytes.length];
        new DataInputStream(socket.getInputStream()).readFully(read);
        if (!Arrays.equals(read, bytes)) {
            throw new IOException("read " + Bytes.of(read).toHex() + " instead of "
                    + Bytes.of(bytes).toHex());
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (client != null) {
            client.close();
        }
    }
}
