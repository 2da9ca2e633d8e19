package io.mysqlproxy.protocol;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** Takes the time of one exchange after the other for a flight recording, if there is one. */
final class ExchangeRecording {
    private @Nullable SlowExchangeEvent slow;
    private boolean timed;

    /** The event's class alone would make the JVM set the whole Flight Recorder up. */
    void begin() {
        timed = FlightRecorder.isInitialized() && SlowExchangeEvent.isRecorded();
        if (timed) {
            SlowExchangeEvent event = slow == null ? new SlowExchangeEvent() : slow;
            event.begin();
            slow = event;
        }
    }

    /** All that will be known of the exchange is known: the recording gets it if it took long. */
    void end(Exchange exchange) {
        SlowExchangeEvent event = slow;
        if (timed && event != null && event.completed(exchange)) {
            slow = null;
        }
        timed = false;
    }
}
