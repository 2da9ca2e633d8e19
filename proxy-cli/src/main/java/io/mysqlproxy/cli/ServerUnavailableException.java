package io.mysqlproxy.cli;

/** There is no such server here. The reason is a clause without a full stop. */
final class ServerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ServerUnavailableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    ServerUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
