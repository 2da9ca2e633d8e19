package io.mysqlproxy.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a capture: that of the packet that is being read. */
final class CaptureClock implements InstantSource {
    /** Written by the thread that reads, for each packet: without the fences of a volatile. */
    private final AtomicLong epochMicros = new AtomicLong();

    /** Never goes back, though connections of a capture do not keep to one order. */
    void set(long micros) {
        epochMicros.setRelease(Math.max(epochMicros.getPlain(), micros));
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plus(epochMicros.getAcquire(), ChronoUnit.MICROS);
    }
}
