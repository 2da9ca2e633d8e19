package io.mysqlproxy.cli;

import org.jspecify.annotations.Nullable;

/** Something the user can do something about. The message is the one line that is shown: what happened, to what, and what to do. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
