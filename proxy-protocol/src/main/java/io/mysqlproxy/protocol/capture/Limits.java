package io.mysqlproxy.protocol.capture;

/**
 * What bounds a reader's memory, and its patience.
 *
 * @param connections open, half-open and lately ended ones that are remembered
 * @param heldBytes what one direction may keep while something before it is missing; more than the largest window that systems use by default
 * @param heldPieces the same, in segments
 * @param heldByAll what all connections may keep together
 * @param disorderPackets packets of the capture until bytes that their receiver has got are taken for lost and no longer for captured late
 * @param disorderMicros the same, in microseconds of the capture's time
 */
record Limits(
        int connections, int heldBytes, int heldPieces, long heldByAll, long disorderPackets, long disorderMicros) {
    static final Limits DEFAULT = new Limits(65_536, 8 << 20, 8_192, 128 << 20, 4_096, 200_000);
}
