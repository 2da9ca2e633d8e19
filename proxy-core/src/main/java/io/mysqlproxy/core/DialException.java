package io.mysqlproxy.core;

import java.io.IOException;

/** No server for a session, and why. */
final class DialException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason.ConnectFailed reason;

    DialException(CloseReason.ConnectFailed reason, Throwable cause) {
        super(reason.description(), cause);
        this.reason = reason;
    }

    CloseReason.ConnectFailed reason() {
        return reason;
    }
}
