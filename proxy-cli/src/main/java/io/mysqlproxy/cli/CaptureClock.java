package io.mysqlproxy.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** The time of a capture: that of the packet that is being read. */
final class CaptureClock implements InstantSource {
    private volatile long epochMicros;

    /** Never goes back, though connections of a capture do not keep to one order. */
    void set(long micros) {
        epochMicros = Math.max(epochMicros, micros);
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
    }
}
