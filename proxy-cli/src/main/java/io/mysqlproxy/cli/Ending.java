package io.mysqlproxy.cli;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.protocol.capture.ConnectionEnd;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a session ended.
 *
 * @param name stable, in snake_case, for programs
 * @param description a clause that fits behind "closed", for people
 * @param isError whether this is how a session should not end
 * @param cause why the server could not be connected, or with whom and why TLS failed, in snake_case
 */
record Ending(String name, String description, boolean isError, Optional<String> cause) {
    /** The end of a session that ran through the proxy. */
    static Ending of(CloseReason reason) {
        return new Ending(Closing.name(reason), Closing.text(reason), Closing.isError(reason), cause(reason));
    }

    private static Optional<String> cause(CloseReason reason) {
        if (reason instanceof CloseReason.ConnectFailed failed) {
            return Optional.of(JsonFields.snakeCase(failed.cause().name()));
        }
        return reason instanceof CloseReason.TlsFailed failed
                ? Optional.of(JsonFields.snakeCase(failed.leg() + "_" + failed.cause()))
                : Optional.empty();
    }

    /** The end of a connection in a capture. */
    static Ending of(ConnectionEnd end) {
        boolean isError = switch (end) {
            case CLIENT_CLOSED, SERVER_CLOSED, REPLACED, END_OF_CAPTURE -> false;
            case CLIENT_RESET, SERVER_RESET, DROPPED -> true;
        };
        return new Ending(end.name().toLowerCase(Locale.ROOT), end.description(), isError, Optional.empty());
    }

    /** How that looks in a capture: where no peer closed, it ends without an end. */
    ConnectionEnd captured() {
        return Stream.of(ConnectionEnd.values())
                .filter(end -> end.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElse(ConnectionEnd.END_OF_CAPTURE);
    }
}
