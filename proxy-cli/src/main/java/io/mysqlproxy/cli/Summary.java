package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a whole run has seen.
 *
 * @param sessions clients that connected
 * @param open sessions that were open when the end began
 * @param packets logical packets, at most the limit
 * @param undecoded packets whose content could not be decoded
 * @param opaque sessions of which nothing more could be told, by reason; without zeros
 * @param bytesClient bytes the clients sent
 * @param bytesServer bytes the servers sent
 */
record Summary(
        long sessions,
        long open,
        long packets,
        long undecoded,
        Map<OpaqueReason, Long> opaque,
        long bytesClient,
        long bytesServer) {

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
                + (opaqueSessions == 0 ? "" : " · " + Quantity.count(opaqueSessions) + " opaque (" + reasons + ")")
                + " · " + bytesText();
    }

    /** One line for people, about traffic that nobody decoded. */
    String forwardText() {
        return sessionsText() + " · " + bytesText();
    }

    private String sessionsText() {
        return Quantity.count(sessions, "session") + ", " + Quantity.count(open) + " open now";
    }

    private String bytesText() {
        return Quantity.bytes(bytesClient) + " up, " + Quantity.bytes(bytesServer) + " down";
    }
}
