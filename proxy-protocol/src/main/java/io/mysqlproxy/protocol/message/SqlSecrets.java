package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the passwords and keys in an SQL text (SEC-11): after IDENTIFIED and SET PASSWORD, as the value of anything that has PASSWORD in its name,
 * among the arguments of functions that encrypt or hash, in strings that hold such SQL themselves, and in addresses that hold a user and a
 * password. In doubt it hides.
 */
final class SqlSecrets {
    /** Beyond this the rest of the text is hidden as one. */
    private static final int MOST_RANGES = 10_000;

    private final Bytes sql;
    private final SqlTokenizer tokenizer;
    private final List<ByteRange> hidden = new ArrayList<>();

    /** IDENTIFIED or SET PASSWORD was read; until the statement's end. */
    private boolean identified;

    /** UPDATE or INSERT was read, whose SET is followed by a column; until the statement's end. */
    private boolean changesRows;

    /** The next value is a secret. */
    private boolean valueDue;

    /** And is one even if it looks like a name. */
    private boolean anyValue;

    /** The next parenthesis opens arguments that are secret. */
    private boolean argumentsDue;

    /** Parentheses open since such a one. */
    private int depth;

    private SqlSecrets(Bytes sql) {
        this.sql = sql;
        this.tokenizer = new SqlTokenizer(sql);
    }

    /** The secret bytes, in order; without the quotes around them. */
    static List<ByteRange> in(Bytes sql) {
        if (!SqlClues.mayHoldSecret(sql)) {
            return List.of();
        }
        // Comments are met one token ahead.
        return new SqlSecrets(sql)
                .find().stream()
                        .sorted(Comparator.comparingInt(ByteRange::start))
                        .toList();
    }

    private List<ByteRange> find() {
        SqlToken previous = new SqlToken(SqlToken.Kind.END, 0, 0);
        SqlToken token = nextToken();
        while (token.kind() != SqlToken.Kind.END && token.kind() != SqlToken.Kind.DOUBTFUL) {
            if (hidden.size() >= MOST_RANGES) {
                hide(token.start(), sql.length());
                return hidden;
            }
            SqlToken next = nextToken();
            if (!isIntroducer(token, next)) {
                read(previous, token, next);
                previous = token;
            }
            token = next;
        }
        boolean secretDue = identified || valueDue || argumentsDue || depth > 0;
        if (secretDue || SqlClues.mayHoldSecret(sql.slice(token.start(), sql.length()))) {
            hide(token.start(), sql.length());
        }
        return hidden;
    }

    /** The next token that is no comment; what is commented out may hold secrets too. */
    private SqlToken nextToken() {
        SqlToken token = tokenizer.next();
        while (token.kind() == SqlToken.Kind.COMMENT) {
            if (SqlClues.holdsSecret(content(token))) {
                hide(token);
            }
            token = tokenizer.next();
        }
        return token;
    }

    private void read(SqlToken previous, SqlToken token, SqlToken next) {
        if (depth > 0) {
            readArgument(token);
        } else if (!valueDue || !readValue(token, next)) {
            switch (token.kind()) {
                case WORD, QUOTED_NAME -> readWord(previous, token, next);
                case LITERAL -> readLiteral(previous, token, next);
                case MARK -> readMark(token);
                case NUMBER, COMMENT, DOUBTFUL, END -> {}
            }
        }
    }

    private void readArgument(SqlToken token) {
        if (token.isMark(sql, '(')) {
            depth++;
        } else if (token.isMark(sql, ')')) {
            depth--;
        } else if (token.kind() == SqlToken.Kind.LITERAL || token.kind() == SqlToken.Kind.NUMBER) {
            hide(token);
        }
    }

    /** Reads a token where a secret value is due; false when it has to be read as any other. */
    private boolean readValue(SqlToken token, SqlToken next) {
        if (token.kind() == SqlToken.Kind.MARK && "=:<>!".indexOf(sql.byteAt(token.start())) >= 0) {
            return true;
        }
        valueDue = false;
        return switch (token.kind()) {
            case LITERAL -> {
                valueDue = next.kind() == SqlToken.Kind.LITERAL; // adjacent literals are one string
                yield hide(token);
            }
            case WORD, NUMBER, QUOTED_NAME -> next.isMark(sql, '(') ? argumentsFollow() : readUnquotedValue(token);
            case MARK -> token.isMark(sql, '(') && argumentsBegin();
            case COMMENT, DOUBTFUL, END -> false;
        };
    }

    private boolean readUnquotedValue(SqlToken token) {
        String word = token.upper(sql);
        if (SqlClues.BETWEEN_NAME_AND_VALUE.contains(word)) {
            valueDue = true;
            return true;
        }
        return anyValue && !word.equals("RANDOM") && !word.equals("PASSWORD") && hide(token);
    }

    private boolean argumentsFollow() {
        argumentsDue = true;
        return true;
    }

    private boolean argumentsBegin() {
        depth = 1;
        return true;
    }

    private void readWord(SqlToken previous, SqlToken token, SqlToken next) {
        String word = token.upper(sql);
        boolean password = SqlClues.namesPassword(word);
        if (word.equals("IDENTIFIED") || word.equals("CHALLENGE_RESPONSE")) {
            identified = true;
        }
        if (word.equals("UPDATE") || word.equals("INSERT")) {
            changesRows = true;
        }
        if (password && (isWord(next, "FOR") || (isWord(previous, "SET") && !changesRows))) {
            identified = true;
        }
        if ((password || SqlClues.FUNCTIONS.contains(word)) && next.isMark(sql, '(')) {
            argumentsDue = true;
        } else if (password || (identified && (word.equals("BY") || word.equals("AS")))) {
            valueDue = true;
            anyValue = !password;
        }
    }

    private void readLiteral(SqlToken previous, SqlToken token, SqlToken next) {
        String before = previous.kind() == SqlToken.Kind.WORD ? previous.upper(sql) : "";
        boolean name = next.isMark(sql, '@') || previous.isMark(sql, '@') || SqlClues.BEFORE_NAME.contains(before);
        boolean secret = SqlClues.BEFORE_SECRET.contains(before) || !name;
        String content = content(token);
        if ((identified && secret) || SqlClues.holdsSecret(content)) {
            hide(token);
        } else if (next.isMark(sql, '=') && SqlClues.namesPassword(content)) {
            valueDue = true; // "password" = 'x': a name, with ANSI_QUOTES
            anyValue = false;
        }
    }

    private String content(SqlToken token) {
        return sql.slice(token.contentStart(sql), token.contentEnd(sql)).text(StandardCharsets.ISO_8859_1);
    }

    private void readMark(SqlToken token) {
        if (token.isMark(sql, ';')) {
            identified = false;
            changesRows = false;
        } else if (token.isMark(sql, '(') && argumentsDue) {
            depth = 1;
        }
        argumentsDue = false;
    }

    /** {@code _utf8mb4'x'}, {@code N'x'}, {@code x'41'}, {@code b'1'}: the word says how to read the literal. */
    private boolean isIntroducer(SqlToken token, SqlToken next) {
        if (token.kind() != SqlToken.Kind.WORD || next.kind() != SqlToken.Kind.LITERAL) {
            return false;
        }
        boolean adjacent = token.end() == next.start() && token.end() - token.start() == 1;
        return sql.byteAt(token.start()) == '_'
                || (adjacent && Set.of("N", "X", "B").contains(token.upper(sql)));
    }

    private boolean isWord(SqlToken token, String word) {
        return token.kind() == SqlToken.Kind.WORD && token.upper(sql).equals(word);
    }

    private boolean hide(SqlToken token) {
        hide(token.contentStart(sql), token.contentEnd(sql));
        return true;
    }

    private void hide(int start, int end) {
        if (start < end) {
            hidden.add(new ByteRange(start, end));
        }
    }
}
