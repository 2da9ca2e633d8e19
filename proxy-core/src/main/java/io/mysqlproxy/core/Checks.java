package io.mysqlproxy.core;

import java.time.Duration;

/** What a builder accepts, said clearly. Each returns its argument. */
final class Checks {
    private Checks() {}

    static int port(int port, int lowest) {
        if (port < lowest || port > 65535) {
            throw new IllegalArgumentException("port must be " + lowest + " to 65535, was " + port);
        }
        return port;
    }

    static String host(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host must not be blank");
        }
        return host;
    }

    static int atLeast(int value, int lowest, String name) {
        if (value < lowest) {
            throw new IllegalArgumentException(name + " must be " + lowest + " or more, was " + value);
        }
        return value;
    }

    static Duration notNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must be zero or more, was " + value);
        }
        return value;
    }

    static Duration atLeastOneMilli(Duration value, String name) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(name + " must be a millisecond or more, was " + value);
        }
        return value;
    }

    static Duration between(Duration value, Duration lowest, Duration highest, String name) {
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(name + " must be " + lowest + " to " + highest + ", was " + value);
        }
        return value;
    }
}
