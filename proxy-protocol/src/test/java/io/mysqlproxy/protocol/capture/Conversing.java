package io.mysqlproxy.protocol.capture;

import java.nio.charset.StandardCharsets;

/**
 * One TCP connection as packets of raw IPv4. Places in a stream count from 0 behind the SYN; nothing here keeps track, so that a test can say whatever
 * order and overlap it likes.
 */
final class Conversing {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    static final int CLIENT = 0x0a000001;
    static final int SERVER = 0x0a000002;

    private final int clientPort;
    private final int serverPort;
    private final long clientStart;
    private final long serverStart;

    Conversing(int clientPort, int serverPort, long clientStart, long serverStart) {
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        this.clientStart = clientStart;
        this.serverStart = serverStart;
    }

    /** From port 5000 to 3306. */
    static Conversing mysql() {
        return new Conversing(5000, 3306, 1000, 2000);
    }

    /** A client's segment. */
    byte[] client(int place, int acknowledged, int flags, String payload) {
        return Frames.ipv4(CLIENT, SERVER, clientTcp(place, acknowledged, flags, payload));
    }

    /** A server's segment. */
    byte[] server(int place, int acknowledged, int flags, String payload) {
        return Frames.ipv4(SERVER, CLIENT, serverTcp(place, acknowledged, flags, payload));
    }

    byte[] clientTcp(int place, int acknowledged, int flags, String payload) {
        return Frames.tcp(
                clientPort, serverPort, clientStart + place, serverStart + acknowledged, flags, bytes(payload));
    }

    byte[] serverTcp(int place, int acknowledged, int flags, String payload) {
        return Frames.tcp(
                serverPort, clientPort, serverStart + place, clientStart + acknowledged, flags, bytes(payload));
    }

    /** What the client says at this place, when it has got so much of the server. */
    byte[] asks(int place, int acknowledged, String payload) {
        return client(place, acknowledged, PSH | ACK, payload);
    }

    /** What the server says at this place, when it has got so much of the client. */
    byte[] answers(int place, int acknowledged, String payload) {
        return server(place, acknowledged, PSH | ACK, payload);
    }

    byte[] clientAcknowledges(int place, int acknowledged) {
        return client(place, acknowledged, ACK, "");
    }

    byte[] serverAcknowledges(int place, int acknowledged) {
        return server(place, acknowledged, ACK, "");
    }

    /** SYN, SYN-ACK, ACK. */
    CaptureFile handshake(CaptureFile file) {
        return file.packet(client(-1, -(int) serverStart, SYN, ""))
                .packet(server(-1, 0, SYN | ACK, ""))
                .packet(clientAcknowledges(0, 0));
    }

    /** A capture of raw IP that begins with the handshake. */
    CaptureFile opened() {
        return handshake(CaptureFile.pcap(Frames.RAW));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
