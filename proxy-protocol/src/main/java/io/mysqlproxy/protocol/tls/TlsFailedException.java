package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason.TlsFailed;

/** A leg could not be brought into TLS. */
final class TlsFailedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient TlsFailed reason;

    TlsFailedException(TlsFailed reason) {
        super(reason.description());
        this.reason = reason;
    }

    TlsFailed reason() {
        return reason;
    }
}
