package io.mysqlproxy.protocol;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server that talk at random, yet as the protocol allows: they pipeline, fail in the middle, open cursors, send files. What the exchanges
 * must look like is written down by those who talk, not read from the bytes.
 */
final class GeneratedConversation {
    /** LONG_PASSWORD: a client without it says that it knows MariaDB's capabilities. */
    private static final long MYSQL = 1;

    private static final long OPTIONAL_METADATA = 1L << 25;
    private static final long QUERY_ATTRIBUTES = 1L << 27;
    private static final long LOCAL_FILES = 0x80;
    private static final long MARIADB_PROGRESS = 1L << 32;
    private static final long MARIADB_CACHE_METADATA = 1L << 36;

    private static final int IN_TRANSACTION = 0x0001;
    private static final int MORE = 0x0008;
    private static final int CURSOR_EXISTS = 0x0040;
    private static final int LAST_ROW_SENT = 0x0080;
    private static final int OUT_PARAMETERS = 0x1000;

    private static final long LAST_PREPARED = 0xffff_ffffL;

    private static final Bytes DEFINITION =
            Bytes.hex("03 64 65 66 00 00 00 01 31 00 0c 3f 00 02 00 00 00 08 81 00 00 00 00");
    private static final Bytes ERR = Bytes.hex("ff 7a 04 23 34 32 53 30 32 6e 6f");
    private static final Bytes PROGRESS = Bytes.hex("ff ff ff 01 01 02 9c 02 00 01 61");
    private static final String[] SQL = {
        "select n from t", "update t set n = n", "call p()", "set names utf8mb4", "use shop"
    };

    private record Prepared(long id, String sql, int columns) {}

    /** @param command its number, if the piece is a command; otherwise 0 */
    record Piece(Direction direction, Bytes frame, int command) {}

    private final SplittableRandom random;
    private final boolean mariaDb;
    private final long capabilities;
    private final List<Prepared> statements = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final List<Piece> said = new ArrayList<>();
    private final ArrayDeque<Runnable> replies = new ArrayDeque<>();

    private int sent;
    private int nextStatement = 1;
    private boolean inTransaction;

    /** Of the reply being sent. */
    private int sequenceId;

    private int results;
    private int firstColumns;
    private int rows;
    private int affected;
    private int insertId;
    private int warnings;

    GeneratedConversation(long seed) {
        random = new SplittableRandom(seed);
        mariaDb = random.nextInt(3) == 0;
        capabilities = (mariaDb ? Talk.BASE & ~MYSQL : Talk.BASE)
                | LOCAL_FILES
                | maybe(Talk.DEPRECATE_EOF)
                | (mariaDb
                        ? maybe(MARIADB_PROGRESS) | maybe(MARIADB_CACHE_METADATA)
                        : maybe(OPTIONAL_METADATA) | maybe(QUERY_ATTRIBUTES));
    }

    /** One line per exchange, as {@link Talk#exchanges} tells them. */
    List<String> expected() {
        return expected;
    }

    /** What is said, in pieces of any size; bytes of one direction never overtake what the other side has waited for. */
    Talk told(int commands) {
        Talk talk = mariaDb ? Talk.loggedInToMariaDb(capabilities) : Talk.loggedIn(capabilities);
        talk(commands);
        quit();
        inPieces(talk);
        return talk;
    }

    private void talk(int commands) {
        while (sent < commands) {
            int ahead = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
            for (int i = 1; i < ahead; i++) {
                command();
                if (random.nextInt(3) == 0) {
                    answerFirst();
                }
            }
            lastOfGroup();
            answerAll();
        }
    }

    private void quit() {
        int number = ++sent;
        send(0, new WireWriter().int1(0x01).toBytes());
        beginReply();
        expected.add(line(number, "COM_QUIT", "NO_REPLY", null, null));
    }

    boolean isMariaDb() {
        return mariaDb;
    }

    /** What is said by a client that waits for all answers from time to time, frame by frame. */
    List<Piece> said(int commands) {
        talk(commands);
        return said;
    }

    /** What is said by a client that always has sent another command before it reads an answer; what needs the client to take part is left out. */
    List<Piece> saidWithoutPause(int commands) {
        while (sent < commands) {
            command();
            for (int most = 1 + random.nextInt(4); replies.size() > most; ) {
                answerFirst();
            }
        }
        answerAll();
        return said;
    }

    private void inPieces(Talk talk) {
        for (int from = 0; from < said.size(); ) {
            Direction direction = said.get(from).direction();
            WireWriter joined = new WireWriter();
            for (; from < said.size() && said.get(from).direction() == direction; from++) {
                joined.bytes(said.get(from).frame());
            }
            Bytes bytes = joined.toBytes();
            int most = 1 + random.nextInt(60);
            for (int at = 0; at < bytes.length(); ) {
                int length = Math.min(bytes.length() - at, 1 + random.nextInt(most));
                talk.bytes(direction, bytes.slice(at, at + length));
                at += length;
            }
        }
    }

    private void answerFirst() {
        Runnable first = replies.pollFirst();
        if (first != null) {
            first.run();
        }
    }

    private void answerAll() {
        while (!replies.isEmpty()) {
            answerFirst();
        }
    }

    /** What must not be sent ahead of the rest: the client takes part in its reply, or what follows depends on it. */
    private void lastOfGroup() {
        switch (random.nextInt(8)) {
            case 0 -> loadData();
            case 1 -> changeUser();
            case 2 -> {
                begin(0x1f, "COM_RESET_CONNECTION", null, null, () -> {
                    statements.clear();
                    return ok(0);
                });
            }
            default -> command();
        }
    }

    private void command() {
        switch (random.nextInt(13)) {
            case 0 -> begin(0x0e, "COM_PING", null, null, () -> ok(0));
            case 1 -> prepare();
            case 2, 3, 4 -> execute();
            case 5 -> close();
            case 6 -> fieldList();
            case 7 -> begin(0x09, "COM_STATISTICS", null, null, () -> server(Bytes.utf8("Uptime: 1")));
            case 8 -> begin(0x1b, "COM_SET_OPTION", null, null, () -> end(0), 0, 0);
            case 9 -> longData();
            case 10 -> closeWithoutId();
            default -> query();
        }
    }

    private void query() {
        String sql = SQL[random.nextInt(SQL.length)];
        WireWriter request = new WireWriter().int1(0x03);
        if (has(QUERY_ATTRIBUTES)) {
            request.int1(0).int1(1);
        }
        begin(request.bytes(Bytes.utf8(sql)).toBytes(), "COM_QUERY", null, sql, () -> resultsOf(false, null, 0));
    }

    private void loadData() {
        String sql = "load data local infile 'f' into table t";
        boolean isAhead = replies.isEmpty() && random.nextInt(3) == 0;
        int packets = random.nextInt(4);
        WireWriter request = new WireWriter().int1(0x03);
        if (has(QUERY_ATTRIBUTES)) {
            request.int1(0).int1(1);
        }
        begin(request.bytes(Bytes.utf8(sql)).toBytes(), "COM_QUERY", null, sql, () -> {
            if (isAhead) {
                sequenceId = 2;
                file(packets);
                int behind = sequenceId;
                sequenceId = 1;
                server(Bytes.hex("fb 66"));
                sequenceId = behind;
            } else {
                server(Bytes.hex("fb 66"));
                file(packets);
            }
            return random.nextInt(4) == 0 ? error() : ok(0);
        });
    }

    private void file(int packets) {
        for (int i = 0; i < packets; i++) {
            send(sequenceId++, content(1 + random.nextInt(20)));
        }
        send(sequenceId++, Bytes.EMPTY);
    }

    private void changeUser() {
        Bytes request = new WireWriter()
                .int1(0x11)
                .stringNul(Bytes.utf8("root"))
                .int1(0)
                .stringNul(Bytes.EMPTY)
                .int2(45)
                .stringNul(Bytes.utf8("mysql_native_password"))
                .toBytes();
        begin(request, "COM_CHANGE_USER", null, null, () -> {
            if (random.nextBoolean()) {
                server(new WireWriter()
                        .int1(0xfe)
                        .stringNul(Bytes.utf8("mysql_native_password"))
                        .stringNul(content(20))
                        .toBytes());
                send(sequenceId++, content(20));
            }
            if (mariaDb && random.nextInt(3) == 0) {
                return error();
            }
            statements.clear();
            return ok(0);
        });
    }

    /** MySQL answers what it cannot read, even a command that has no answer; MariaDB says nothing. */
    private void closeWithoutId() {
        if (mariaDb) {
            withoutReply(Bytes.hex("19 01"), "COM_STMT_CLOSE", null);
        } else {
            begin(0x19, "COM_STMT_CLOSE", null, null, this::error, 1);
        }
    }

    private void prepare() {
        String sql = SQL[random.nextInt(SQL.length)];
        Prepared[] answered = new Prepared[1];
        Bytes request = new WireWriter().int1(0x16).bytes(Bytes.utf8(sql)).toBytes();
        int number = ++sent;
        send(0, request);
        replies.add(() -> {
            beginReply();
            if (random.nextInt(5) == 0) {
                error();
                expected.add(line(number, "COM_STMT_PREPARE", "ERROR", null, sql));
                return;
            }
            Prepared prepared = new Prepared(nextStatement++, sql, random.nextInt(4));
            int parameters = random.nextInt(3);
            WireWriter answer = new WireWriter()
                    .int1(0)
                    .int4(prepared.id())
                    .int2(prepared.columns())
                    .int2(parameters)
                    .int1(0)
                    .int2(0);
            boolean full = random.nextBoolean() || !has(OPTIONAL_METADATA);
            if (has(OPTIONAL_METADATA)) {
                answer.int1(full ? 1 : 0);
            }
            server(answer.toBytes());
            definitions(parameters, full, 0);
            definitions(prepared.columns(), full, 0);
            statements.add(prepared);
            answered[0] = prepared;
            expected.add(line(number, "COM_STMT_PREPARE", "OK", prepared, sql));
        });
        if (mariaDb && random.nextBoolean()) {
            executeLastPrepared(answered, sql);
        }
    }

    private void execute() {
        if (statements.isEmpty()) {
            begin(
                    0x17,
                    "COM_STMT_EXECUTE",
                    new Prepared(9999, "", 0),
                    null,
                    this::error,
                    0x0f,
                    0x27,
                    0,
                    0,
                    0,
                    1,
                    0,
                    0,
                    0);
            return;
        }
        Prepared prepared = statements.get(random.nextInt(statements.size()));
        boolean isCursorAsked = random.nextInt(3) == 0;
        Bytes request = new WireWriter()
                .int1(0x17)
                .int4(prepared.id())
                .int1(isCursorAsked ? 1 : 0)
                .int4(1)
                .toBytes();
        boolean opens = isCursorAsked && prepared.columns() > 0 && random.nextBoolean();
        begin(
                request,
                "COM_STMT_EXECUTE",
                prepared,
                prepared.sql(),
                () -> resultsOf(true, prepared, opens ? CURSOR_EXISTS : 0));
        if (opens && random.nextBoolean()) {
            fetch(prepared);
        }
    }

    /** MariaDB's connectors execute what they have only just asked to prepare. */
    private void executeLastPrepared(Prepared[] answered, String sql) {
        int number = ++sent;
        send(0, new WireWriter().int1(0x17).int4(LAST_PREPARED).int1(0).int4(1).toBytes());
        replies.add(() -> {
            boolean before = beginReply();
            Prepared prepared = answered[0];
            boolean content = prepared == null ? error() : resultsOf(true, prepared, 0);
            Prepared named = prepared == null ? new Prepared(LAST_PREPARED, sql, 0) : prepared;
            expected.add(line(number, "COM_STMT_EXECUTE", content ? "OK" : "ERROR", named, sql, before));
        });
    }

    private void fetch(Prepared prepared) {
        Bytes request = new WireWriter().int1(0x1c).int4(prepared.id()).int4(10).toBytes();
        begin(request, "COM_STMT_FETCH", prepared, prepared.sql(), () -> {
            if (random.nextInt(4) == 0) {
                return error();
            }
            rowsOf(true, prepared.columns());
            return end(random.nextBoolean() ? LAST_ROW_SENT : CURSOR_EXISTS);
        });
    }

    private void close() {
        if (statements.isEmpty()) {
            return;
        }
        Prepared prepared = statements.remove(random.nextInt(statements.size()));
        Bytes request = new WireWriter().int1(0x19).int4(prepared.id()).toBytes();
        withoutReply(request, "COM_STMT_CLOSE", prepared);
    }

    private void longData() {
        if (statements.isEmpty()) {
            return;
        }
        Prepared prepared = statements.get(random.nextInt(statements.size()));
        Bytes request = new WireWriter()
                .int1(0x18)
                .int4(prepared.id())
                .int2(random.nextInt(3))
                .bytes(content(random.nextInt(50)))
                .toBytes();
        withoutReply(request, "COM_STMT_SEND_LONG_DATA", prepared);
    }

    private void withoutReply(Bytes request, String command, @Nullable Prepared prepared) {
        int number = ++sent;
        send(0, request);
        replies.add(() -> {
            beginReply();
            expected.add(line(number, command, "NO_REPLY", prepared, prepared == null ? null : prepared.sql()));
        });
    }

    private void fieldList() {
        begin(
                0x04,
                "COM_FIELD_LIST",
                null,
                null,
                () -> {
                    if (random.nextInt(4) == 0) {
                        return error();
                    }
                    for (int i = random.nextInt(4); i > 0; i--) {
                        server(new WireWriter().bytes(DEFINITION).int1(0xfb).toBytes());
                    }
                    return end(0);
                },
                't',
                0);
    }

    /** Results and OK packets in any order; the last says that it is the last. */
    private boolean resultsOf(boolean binary, @Nullable Prepared prepared, int endFlags) {
        boolean isCursor = (endFlags & CURSOR_EXISTS) != 0;
        for (int left = isCursor ? 0 : random.nextInt(5) - 2; ; left--) {
            int more = left > 0 ? MORE : 0;
            progress();
            if (random.nextInt(8) == 0 && !isCursor) {
                return error();
            }
            if (random.nextInt(3) == 0 && !isCursor) {
                ok(more);
            } else {
                boolean mayFail = result(binary, prepared, more, isCursor);
                if (!mayFail) {
                    return false;
                }
            }
            if (more == 0) {
                return true;
            }
        }
    }

    /** @return whether the server was content */
    private boolean result(boolean binary, @Nullable Prepared prepared, int more, boolean isCursor) {
        int columns = prepared != null && prepared.columns() > 0 ? prepared.columns() : 1 + random.nextInt(4);
        boolean isOptional = has(OPTIONAL_METADATA) || has(MARIADB_CACHE_METADATA);
        boolean full = !isOptional || random.nextBoolean();
        WireWriter count = new WireWriter().int1(columns);
        if (isOptional) {
            count.int1(full ? 1 : 0);
        }
        server(count.toBytes());
        if (results++ == 0) {
            firstColumns = columns;
        }
        if (full && random.nextInt(15) == 0) {
            server(DEFINITION);
            return columns == 1 ? rowsAndError(binary, columns) : error();
        }
        if (isCursor) {
            definitions(columns, full, CURSOR_EXISTS);
            if (has(Talk.DEPRECATE_EOF)) {
                end(CURSOR_EXISTS);
            }
            return true;
        }
        boolean isOut = binary && !mariaDb && !has(Talk.DEPRECATE_EOF) && more != 0 && random.nextBoolean();
        definitions(columns, full, isOut ? OUT_PARAMETERS | MORE : 0);
        rowsOf(binary, columns);
        if (random.nextInt(10) == 0) {
            return error();
        }
        boolean isPartial = more != 0 && !mariaDb && has(Talk.DEPRECATE_EOF) && random.nextInt(4) == 0;
        if (isPartial) {
            return eof(MORE);
        }
        return end(isOut ? 0 : more);
    }

    private boolean rowsAndError(boolean binary, int columns) {
        if (!has(Talk.DEPRECATE_EOF)) {
            eof(0);
        }
        rowsOf(binary, columns);
        return error();
    }

    private void definitions(int columns, boolean full, int flags) {
        for (int i = 0; full && i < columns; i++) {
            server(DEFINITION);
        }
        if (columns > 0 && !has(Talk.DEPRECATE_EOF)) {
            eof(flags);
        }
    }

    private void rowsOf(boolean binary, int columns) {
        int count = random.nextInt(20) == 0 ? 300 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            progress();
            WireWriter row = new WireWriter();
            if (binary) {
                row.int1(0).bytes(Bytes.of(new byte[(columns + 9) / 8])).bytes(content(8 * columns));
            } else {
                for (int column = 0; column < columns; column++) {
                    if (random.nextInt(4) == 0) {
                        row.int1(0xfb);
                    } else {
                        row.stringLenEnc(
                                content(random.nextInt(12) == 0 ? 252 + random.nextInt(100) : random.nextInt(9)));
                    }
                }
            }
            server(row.toBytes());
            rows++;
        }
    }

    private void progress() {
        if (mariaDb && has(MARIADB_PROGRESS) && random.nextInt(10) == 0) {
            server(PROGRESS);
        }
    }

    private boolean ok(int flags) {
        if (random.nextInt(4) == 0) {
            inTransaction = !inTransaction;
        }
        int rowsHere = random.nextInt(3) == 0 ? random.nextInt(1000) : 0;
        int id = random.nextInt(4) == 0 ? 1 + random.nextInt(100_000) : 0;
        affected += rowsHere;
        insertId = id == 0 ? insertId : id;
        warnings = random.nextInt(3);
        return server(new WireWriter()
                .int1(0)
                .intLenEnc(rowsHere)
                .intLenEnc(id)
                .int2(status(flags))
                .int2(warnings)
                .toBytes());
    }

    private boolean end(int flags) {
        warnings = random.nextInt(3);
        return server(
                has(Talk.DEPRECATE_EOF)
                        ? new WireWriter()
                                .int1(0xfe)
                                .int1(0)
                                .int1(0)
                                .int2(status(flags))
                                .int2(warnings)
                                .toBytes()
                        : new WireWriter()
                                .int1(0xfe)
                                .int2(warnings)
                                .int2(status(flags))
                                .toBytes());
    }

    private boolean eof(int flags) {
        warnings = 0;
        return server(new WireWriter().int1(0xfe).int2(0).int2(status(flags)).toBytes());
    }

    private boolean error() {
        server(ERR);
        return false;
    }

    private int status(int flags) {
        return flags | 2 | (inTransaction ? IN_TRANSACTION : 0);
    }

    private interface Reply {
        /** @return whether the server was content */
        boolean send();
    }

    private void begin(
            int code, String command, @Nullable Prepared about, @Nullable String sql, Reply reply, int... rest) {
        WireWriter request = new WireWriter().int1(code);
        for (int value : rest) {
            request.int1(value);
        }
        begin(request.toBytes(), command, about, sql, reply);
    }

    private void begin(Bytes request, String command, @Nullable Prepared about, @Nullable String sql, Reply reply) {
        int number = ++sent;
        send(0, request);
        replies.add(() -> {
            boolean before = beginReply();
            boolean content = reply.send();
            expected.add(line(number, command, content ? "OK" : "ERROR", about, sql, before));
        });
    }

    private boolean beginReply() {
        sequenceId = 1;
        results = 0;
        firstColumns = 0;
        rows = 0;
        affected = 0;
        insertId = 0;
        warnings = 0;
        return inTransaction;
    }

    private String line(int number, String command, String outcome, @Nullable Prepared about, @Nullable String sql) {
        return line(number, command, outcome, about, sql, inTransaction);
    }

    private String line(
            int number,
            String command,
            String outcome,
            @Nullable Prepared about,
            @Nullable String sql,
            boolean before) {
        return number + " " + command + " " + outcome
                + (about == null ? "" : " #" + about.id())
                + (outcome.equals("ERROR") ? " 1146" : "")
                + (results == 0 ? "" : " results=" + results + " columns=" + firstColumns + " rows=" + rows)
                + (affected == 0 ? "" : " affected=" + affected)
                + (insertId == 0 ? "" : " id=" + insertId)
                + (warnings == 0 ? "" : " warnings=" + warnings)
                + (before || inTransaction ? " " + name(before) + "->" + name(inTransaction) : "")
                + (sql == null ? "" : ": " + sql);
    }

    private static String name(boolean transaction) {
        return transaction ? "READ_WRITE" : "NONE";
    }

    private boolean server(Bytes payload) {
        said.add(new Piece(Direction.SERVER_TO_CLIENT, frame(sequenceId++, payload), 0));
        return true;
    }

    private void send(int id, Bytes payload) {
        said.add(new Piece(Direction.CLIENT_TO_SERVER, frame(id, payload), id == 0 ? sent : 0));
    }

    private static Bytes frame(int id, Bytes payload) {
        return new WireWriter()
                .int3(payload.length())
                .int1(id & 0xff)
                .bytes(payload)
                .toBytes();
    }

    /** Any bytes but zero: the server's challenges have none. */
    private Bytes content(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = bytes[i] == 0 ? 1 : bytes[i];
        }
        return Bytes.of(bytes);
    }

    private boolean has(long capability) {
        return (capabilities & capability) != 0;
    }

    private long maybe(long capability) {
        return random.nextBoolean() ? capability : 0;
    }
}
