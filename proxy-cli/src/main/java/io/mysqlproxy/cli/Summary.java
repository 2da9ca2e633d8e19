package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a whole run has seen.
 *
 * @param sessions clients that connected
 * @param open sessions that were open when the end began
 * @param packets logical packets, at most the limit
 * @param undecoded packets whose content could not be decoded
 * @param exchanges commands, with or without a reply, at most the limit
 * @param errors commands that were answered with an error
 * @param latency of the commands that were answered; empty when none was
 * @param compressed compressed sessions that are over
 * @param compression what that came to
 * @param opaque sessions of which nothing more could be told, by reason; without zeros
 * @param bytesClient bytes the clients sent
 * @param bytesServer bytes the servers sent
 */
record Summary(
        long sessions,
        long open,
        long packets,
        long undecoded,
        long exchanges,
        long errors,
        Optional<Latency> latency,
        long compressed,
        CompressionFigures compression,
        Map<OpaqueReason, Long> opaque,
        long bytesClient,
        long bytesServer) {

    /**
     * From the last byte of a command to the last of its reply, in microseconds, each to three figures.
     *
     * @param p50 half of the commands took no longer
     * @param p99 of a hundred commands, one took longer
     */
    record Latency(long p50, long p99, long max) {
        private String text() {
            return "p50 " + Quantity.micros(p50) + " p99 " + Quantity.micros(p99) + " max " + Quantity.micros(max);
        }
    }

    /** One line for people, about decoded traffic. */
    String text() {
        String reasons = opaque.entrySet().stream()
                .map(entry -> Quantity.count(entry.getValue()) + " "
                        + entry.getKey().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        long opaqueSessions =
                opaque.values().stream().mapToLong(Long::longValue).sum();
        return sessionsText()
                + " · " + Quantity.count(packets, "packet") + ", " + Quantity.count(undecoded) + " undecoded"
                + (exchanges == 0 ? "" : exchangesText())
                + (compressed == 0 ? "" : compressionText())
                + (opaqueSessions == 0 ? "" : " · " + Quantity.count(opaqueSessions) + " opaque (" + reasons + ")")
                + " · " + bytesText();
    }

    /** One line for people, about traffic that nobody decoded. */
    String forwardText() {
        return sessionsText() + " · " + bytesText();
    }

    private String exchangesText() {
        return " · " + Quantity.count(exchanges, "exchange") + ", " + Quantity.count(errors, "error")
                + latency.map(measured -> " · " + measured.text()).orElse("");
    }

    private String compressionText() {
        return " · " + Quantity.count(compressed, "session") + " compressed " + compression.totalText();
    }

    private String sessionsText() {
        return Quantity.count(sessions, "session") + ", " + Quantity.count(open) + " open now";
    }

    private String bytesText() {
        return Quantity.bytes(bytesClient) + " up, " + Quantity.bytes(bytesServer) + " down";
    }
}
