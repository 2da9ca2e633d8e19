package io.mysqlproxy.protocol.capture;

/**
 * A TCP connection that was found in a capture.
 *
 * @param number counts the connections of a reader, from 1, in the order in which they were told
 * @param client who connected, or who is taken for the client; {@link CaptureReader} says how that is found out
 * @param server the other side
 * @param openedMicros when its first packet was captured, in microseconds since 1970
 * @param isFromStart whether its beginning was captured: the TCP handshake, or a server's greeting as the first bytes. Otherwise the capture begins in the
 *     middle of the connection, anywhere in a packet.
 */
public record CapturedConnection(
        long number, TcpAddress client, TcpAddress server, long openedMicros, boolean isFromStart) {}
