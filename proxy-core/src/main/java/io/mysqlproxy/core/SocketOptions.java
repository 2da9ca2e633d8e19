package io.mysqlproxy.core;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is set on both sockets of a session. Small packets travel at once, and a peer that has vanished is noticed some day. */
final class SocketOptions {
    private final Map<SocketOption<?>, Object> values = new LinkedHashMap<>();

    SocketOptions() {
        values.put(StandardSocketOptions.TCP_NODELAY, true);
        values.put(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    private SocketOptions(SocketOptions original) {
        values.putAll(original.values);
    }

    <T> void put(SocketOption<T> option, T value) {
        if (option.equals(StandardSocketOptions.SO_LINGER)) {
            throw new IllegalArgumentException("SO_LINGER is set by the proxy itself, to pass resets on");
        }
        values.put(option, value);
    }

    SocketOptions copy() {
        return new SocketOptions(this);
    }

    /** Finds out on a socket of no use whether this system has all options and takes their values. */
    void check() throws IOException {
        try (SocketChannel probe = SocketChannel.open()) {
            for (Map.Entry<SocketOption<?>, Object> each : values.entrySet()) {
                try {
                    set(probe, each.getKey(), each.getValue());
                } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "socket option " + each.getKey().name() + " cannot be set to " + each.getValue() + ": "
                                    + e.getMessage(),
                            e);
                }
            }
        }
    }

    void applyTo(SocketChannel channel) {
        values.forEach((option, value) -> {
            try {
                set(channel, option, value);
            } catch (IOException e) {
                // The peer has gone; the first read or write says so.
            }
        });
    }

    @SuppressWarnings("unchecked") // put accepts only values of the option's own type
    private static <T> void set(SocketChannel channel, SocketOption<T> option, Object value) throws IOException {
        channel.setOption(option, (T) value);
    }
}
