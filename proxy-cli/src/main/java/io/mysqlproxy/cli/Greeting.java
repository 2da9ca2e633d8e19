package io.mysqlproxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The beginning of a server's first packet: that it answers, and what it is. Read without the project's own decoder, so that the servers that judge the
 * decoder do not stand on it.
 */
record Greeting(String version) {
    private static final int FRAME_HEADER = 4;
    private static final int PROTOCOL_10 = 10;
    private static final int LONGEST_VERSION = 256;
    private static final ProtocolFamily UNIX = StandardProtocolFamily.UNIX;

    /** @throws IOException when nothing answers in time, or not as MySQL does */
    static Greeting over(InetSocketAddress address, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            return read(socket.getInputStream());
        }
    }

    /**
     * Waits without a limit for the greeting when something listens there.
     *
     * @throws IOException when nothing listens there, or does not answer as MySQL does
     */
    static Greeting over(Path unixSocket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(unixSocket));
            return read(Channels.newInputStream(channel));
        }
    }

    private static Greeting read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        in.skipNBytes(FRAME_HEADER);
        int protocol = in.readUnsignedByte();
        if (protocol != PROTOCOL_10) {
            throw new IOException("no MySQL greeting: it begins with byte " + protocol);
        }
        ByteArrayOutputStream version = new ByteArrayOutputStream();
        for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
            version.write(next);
            if (version.size() > LONGEST_VERSION) {
                throw new IOException("no MySQL greeting: its version does not end");
            }
        }
        return new Greeting(version.toString(StandardCharsets.UTF_8));
    }
}
