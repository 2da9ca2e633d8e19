package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.message.CharacterSet;
import io.mysqlproxy.protocol.message.Collation;
import io.mysqlproxy.protocol.message.Ok;
import io.mysqlproxy.protocol.message.ServerStatus;
import io.mysqlproxy.protocol.message.SessionState;
import io.mysqlproxy.protocol.message.SessionStateChange;
import io.mysqlproxy.protocol.message.StatusFlags;
import io.mysqlproxy.protocol.message.SystemVariable;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Packet;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.Optional;

/** What the server keeps for the session, as far as packets tell: user, schema, status, character set, GTIDs. */
final class TrackedSession {
    private static final int UNKNOWN = -1;
    private static final Bytes CHARACTER_SET_CLIENT = Bytes.utf8("character_set_client");
    private static final Bytes SQL_MODE = Bytes.utf8("sql_mode");

    private Bytes user = Bytes.EMPTY;
    private Bytes schema = Bytes.EMPTY;
    private Bytes gtids = Bytes.EMPTY;
    private CharacterSet characterSet = CharacterSet.UNKNOWN;
    private Optional<Bytes> sqlMode = Optional.empty();
    private int collation;
    private int status = UNKNOWN;

    Bytes user() {
        return user;
    }

    Bytes schema() {
        return schema;
    }

    Bytes gtids() {
        return gtids;
    }

    CharacterSet characterSet() {
        return characterSet;
    }

    Optional<Bytes> sqlMode() {
        return sqlMode;
    }

    int collation() {
        return collation;
    }

    Optional<StatusFlags> status() {
        return status == UNKNOWN ? Optional.empty() : Optional.of(new StatusFlags(status));
    }

    int statusBits() {
        return Math.max(0, status);
    }

    Transaction transaction() {
        if (status == UNKNOWN) {
            return Transaction.UNKNOWN;
        }
        if ((status & ServerStatus.IN_TRANS.mask()) == 0) {
            return Transaction.NONE;
        }
        return (status & ServerStatus.IN_TRANS_READONLY.mask()) == 0 ? Transaction.READ_WRITE : Transaction.READ_ONLY;
    }

    /** The user logs in, or COM_CHANGE_USER has succeeded: everything begins anew (CHG-3). */
    void loggedIn(Bytes userName, Bytes schemaName, int collationId) {
        user = userName;
        schema = schemaName;
        collation = collationId;
        begin();
    }

    /** COM_RESET_CONNECTION has succeeded: variables are as after the log-in, user and schema stay (CHG-4). */
    void begin() {
        characterSet =
                collation == 0 ? CharacterSet.UNKNOWN : Collation.of(collation).characterSet();
        sqlMode = Optional.empty();
        gtids = Bytes.EMPTY;
    }

    void useSchema(Bytes name) {
        schema = name;
    }

    /** Reads an OK or EOF packet's status, and the changes it tells of (OK-6, AUTO-4). */
    void onStatus(int flags, PacketKind kind, Packet packet, Agreed agreed) {
        status = flags;
        if ((flags & ServerStatus.DB_DROPPED.mask()) != 0) {
            schema = Bytes.EMPTY;
        }
        boolean changed = kind == PacketKind.OK && (flags & ServerStatus.SESSION_STATE_CHANGED.mask()) != 0;
        if (changed && agreed.has(Capability.SESSION_TRACK)) {
            changesOf(packet, agreed).ifPresent(state -> state.changes().forEach(this::onChange));
        }
    }

    private static Optional<SessionState> changesOf(Packet packet, Agreed agreed) {
        try {
            return Ok.decode(WireReader.of(packet.payload()), agreed.effective())
                    .sessionState();
        } catch (MalformedPacketException unreadable) {
            return Optional.empty(); // whoever looks at the packet is told what is wrong with it
        }
    }

    private void onChange(SessionStateChange change) {
        switch (change) {
            case SessionStateChange.Schema changed -> schema = changed.name();
            case SessionStateChange.Gtids changed -> gtids = changed.gtids();
            case SessionStateChange.SystemVariables changed ->
                changed.variables().forEach(this::onVariable);
            case SessionStateChange.Changed ignored -> {}
            case SessionStateChange.TransactionCharacteristics ignored -> {}
            case SessionStateChange.TransactionState ignored -> {}
            case SessionStateChange.Unknown ignored -> {}
        }
    }

    private void onVariable(SystemVariable variable) {
        if (variable.name().equals(CHARACTER_SET_CLIENT)) {
            characterSet = CharacterSet.of(variable.value().utf8());
        } else if (variable.name().equals(SQL_MODE)) {
            sqlMode = Optional.of(variable.value());
        }
    }
}
