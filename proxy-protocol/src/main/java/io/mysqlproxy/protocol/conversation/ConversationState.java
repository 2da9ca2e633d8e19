package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one connection at this moment: where it stands, whose it is, and what the server keeps for it. Whoever routes, shares or intercepts
 * connections decides by this. To be asked on the thread that is told the packets; the values that come back may be kept.
 *
 * <table>
 * <caption>What changes what</caption>
 * <tr><th>fact</th><th>changed by</th></tr>
 * <tr><td>capabilities</td><td>log-in; MULTI_STATEMENTS also by COM_SET_OPTION; inferred from packets where the log-in was not seen</td></tr>
 * <tr><td>user, schema</td><td>log-in, COM_CHANGE_USER; schema also by COM_INIT_DB and by the server's session tracking, or by a USE statement where the
 *     server does not track</td></tr>
 * <tr><td>status, transaction</td><td>every OK and EOF packet</td></tr>
 * <tr><td>character set, SQL mode</td><td>log-in, COM_CHANGE_USER, session tracking</td></tr>
 * <tr><td>statements</td><td>COM_STMT_PREPARE, COM_STMT_CLOSE; COM_CHANGE_USER and COM_RESET_CONNECTION end them all</td></tr>
 * </table>
 */
public interface ConversationState {
    /** Where the connection stands, after the packet observed last. */
    Phase phase();

    /** What client and server told each other when the connection began, and what COM_SET_OPTION has made of it since. */
    Agreed agreed();

    /**
     * How the bytes are compressed that come next, in both directions; empty before the log-in's OK and on a connection that is not (CMP-1, CMP-2), and as long as one
     * whose log-in was not seen has sent nothing but frames that are stored.
     */
    Optional<CompressionAlgorithm> compression();

    /** Who is logged in, as the client named it; empty before the log-in and when it was not seen. */
    Bytes user();

    /** The current schema; empty when there is none or it is not known. */
    Bytes schema();

    /** The character set in which the client sends statements: by the collation of its log-in until the server tells another. */
    CharacterSet characterSet();

    /** The variable {@code sql_mode}, if the server told it ({@code session_track_system_variables}). */
    Optional<Bytes> sqlMode();

    /** Id of the collation that the client asked for at log-in, 1 to 255; 0 when unknown. */
    int collation();

    /** The server's status flags, as told last; absent before the first. */
    Optional<StatusFlags> status();

    /** Whether the session is in a transaction. */
    Transaction transaction();

    /** The GTIDs that the server told last; empty when it told none ({@code session_track_gtids}). */
    Bytes gtids();

    /** The prepared statements that are open, the one used last at the end. A view: not to be kept. */
    Collection<PreparedStatement> statements();

    /** The commands whose replies are not complete, in the order in which they will be answered. */
    List<PacketKind> inFlight();

    /** How sure all this is. */
    Confidence confidence();
}
