package io.mysqlproxy.protocol;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.ConnectFailed.Cause;
import io.mysqlproxy.core.Endpoint;
import io.mysqlproxy.core.FailureHandler;
import io.mysqlproxy.core.Session;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Tells a client that cannot be served why, as a MySQL error in place of the greeting: the client shows it as it would show the server's own. Without it the
 * client only sees a connection that closes, and reports "Lost connection at reading initial communication packet".
 *
 * <p>The texts are those the client library has for a server it cannot reach itself (errors 2003 and 2005); they name the server's address.
 *
 * @see <a href="https://dev.mysql.com/doc/mysql-errors/8.4/en/client-error-reference.html">Client error messages</a>
 */
public final class MySqlFailureHandler implements FailureHandler {
    private static final int ER_CON_COUNT_ERROR = 1040;

    /**
     * A server's code, because MariaDB's client library takes a packet with a code of the client's range, such as 2003, for a malformed one and hides
     * its text.
     */
    private static final int ER_UNKNOWN_ERROR = 1105;

    @Override
    public void handle(Session session, Endpoint client, CloseReason reason) throws IOException {
        client.write(packet(errorFor(reason)).asByteBuffer());
    }

    static Err errorFor(CloseReason reason) {
        return switch (reason) {
            case CloseReason.TooManySessions full -> error(ER_CON_COUNT_ERROR, "Too many connections");
            case CloseReason.ConnectFailed failed -> errorFor(failed);
            case CloseReason.ClientClosed ignored -> otherwise(reason);
            case CloseReason.ServerClosed ignored -> otherwise(reason);
            case CloseReason.ClientReset ignored -> otherwise(reason);
            case CloseReason.ServerReset ignored -> otherwise(reason);
            case CloseReason.IdleTimeout ignored -> otherwise(reason);
            case CloseReason.ProxyClosed ignored -> otherwise(reason);
            case CloseReason.TlsFailed ignored -> otherwise(reason);
            case CloseReason.HandlerFailed ignored -> otherwise(reason);
        };
    }

    /** The contract calls for the two above only. */
    private static Err otherwise(CloseReason reason) {
        return error(ER_UNKNOWN_ERROR, "Can't connect to MySQL server (" + reason.description() + ")");
    }

    private static Err errorFor(CloseReason.ConnectFailed failed) {
        String server = nameOf(failed);
        return failed.cause() == Cause.UNKNOWN_HOST
                ? error(ER_UNKNOWN_ERROR, "Unknown MySQL server host " + server + " (" + failed.detail() + ")")
                : error(ER_UNKNOWN_ERROR, "Can't connect to MySQL server on " + server + " (" + failed.detail() + ")");
    }

    private static String nameOf(CloseReason.ConnectFailed failed) {
        InetSocketAddress server = failed.upstream();
        return server == null ? "'?'" : "'" + server.getHostString() + ":" + server.getPort() + "'";
    }

    /** Before the greeting no capabilities are known, and an ERR has no SQLSTATE (CON-1). */
    private static Err error(int code, String message) {
        return new Err(code, Optional.empty(), ErrorText.of(message));
    }

    private static Bytes packet(Err error) {
        Bytes payload = error.unsafeEncoded();
        return new WireWriter().int3(payload.length()).int1(0).bytes(payload).toBytes();
    }
}
