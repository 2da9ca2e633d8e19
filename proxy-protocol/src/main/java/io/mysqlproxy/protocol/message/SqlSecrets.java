package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the passwords and keys in an SQL text (SEC-11): strings after IDENTIFIED and SET PASSWORD; strings beside a name like {@code password}
 * ({@link SecretNames}) up to the next comma, AND, WHERE and the like, and in an INSERT after such a name all strings; arguments of functions that
 * encrypt or hash; strings that hold such SQL, a connection string or an address with a password, and what is put together with them. In doubt it
 * hides.
 *
 * <p>It does not find a secret that nothing in the text tells to be one: in a column of another name, in an INSERT without names, in a variable, or
 * in a statement that is put together from pieces cut within words. One pass, linear time.
 */
final class SqlSecrets {
    /** What stands before a secret for certain. */
    private static final Set<String> BEFORE_SECRET = Set.of("BY", "AS", "USING", "PASSWORD", "REPLACE");

    /** What stands before the name of a user, a plugin or a certificate's owner, which may be shown. */
    private static final Set<String> BEFORE_NAME =
            Set.of("WITH", "VIA", "OR", "AND", "FROM", "TO", "FOR", "SUBJECT", "ISSUER", "CIPHER");

    private static final Set<String> INTRODUCERS = Set.of("N", "X", "B");

    /** Where the server may read a quote differently: in a comment for other versions, and between dollars. */
    private static final Pattern OTHERWISE_QUOTED = Pattern.compile("/\\*M?!|\\$\\w*+\\$");

    private static final int NONE = -1;

    private final Bytes sql;
    private final SqlTokenizer tokenizer;
    private final HiddenRanges hidden = new HiddenRanges();
    private final SecretExpression expression = new SecretExpression();

    /** Open parentheses. */
    private int depth;

    /** IDENTIFIED or SET PASSWORD was read; until the statement's end. */
    private boolean identified;

    /** UPDATE or INSERT was read, whose SET is followed by a column; until the statement's end. */
    private boolean changesRows;

    /** INSERT or REPLACE was read; until the statement's end. */
    private boolean insert;

    /** All strings up to the statement's end are secret. */
    private boolean rest;

    /** The next word is a password without quotes. */
    private boolean wordDue;

    /** The next parenthesis opens arguments that are secret. */
    private boolean argumentsDue;

    /** Depth outside of those arguments, while they last. */
    private int argumentsDepth = NONE;

    private SqlSecrets(Bytes sql) {
        this.sql = sql;
        this.tokenizer = new SqlTokenizer(sql);
    }

    /** The secret bytes, in order; without the quotes around them. */
    static List<ByteRange> in(Bytes sql) {
        String text = sql.text(StandardCharsets.ISO_8859_1);
        int trigger = SecretNames.firstTrigger(text);
        if (trigger < 0) {
            return List.of();
        }
        SqlSecrets secrets = new SqlSecrets(sql);
        int doubtful = secrets.find();
        int cut = sql.length();
        if (doubtful < cut) {
            cut = Math.min(doubtful, trigger);
        } else if (OTHERWISE_QUOTED.matcher(text).find()) {
            cut = trigger;
        }
        return secrets.hidden.before(cut, sql.length());
    }

    /** Reads the text; returns from where on it is not to be trusted, which is its end if all went well. */
    private int find() {
        SqlToken previous = new SqlToken(SqlToken.Kind.END, 0, 0);
        SqlToken token = nextToken();
        while (token.kind() != SqlToken.Kind.END && token.kind() != SqlToken.Kind.DOUBTFUL) {
            if (hidden.isFull()) {
                return token.start();
            }
            SqlToken next = nextToken();
            if (!isIntroducer(token, next)) {
                read(previous, token, next);
                previous = token;
            }
            token = next;
        }
        return token.start();
    }

    /** The next token that is no comment; what is commented out may hold secrets too. */
    private SqlToken nextToken() {
        SqlToken token = tokenizer.next();
        while (token.kind() == SqlToken.Kind.COMMENT) {
            if (SecretNames.isIn(content(token))) {
                hide(token);
            }
            token = tokenizer.next();
        }
        return token;
    }

    private void read(SqlToken previous, SqlToken token, SqlToken next) {
        boolean wordWasDue = wordDue;
        wordDue = false;
        switch (token.kind()) {
            case WORD, QUOTED_NAME -> {
                if (wordWasDue && isPassword(token, next)) {
                    hide(token);
                } else {
                    readWord(previous, token, next);
                }
            }
            case NUMBER -> {
                if (wordWasDue || argumentsDepth != NONE || expression.hasNameOfNumber()) {
                    hide(token);
                }
            }
            case LITERAL -> readLiteral(previous, token, next);
            case MARK -> readMark(token, next);
            case COMMENT, DOUBTFUL, END -> {}
        }
    }

    private boolean isPassword(SqlToken token, SqlToken next) {
        String word = token.upper(sql);
        return !next.isMark(sql, '(') && !word.equals("RANDOM") && !word.equals("PASSWORD");
    }

    private void readWord(SqlToken previous, SqlToken token, SqlToken next) {
        String word = token.upper(sql);
        boolean name = SecretNames.isName(word);
        boolean ofSetPassword =
                word.contains("PASSW") && (isWord(next, "FOR") || (isWord(previous, "SET") && !changesRows));
        changesRows |= word.equals("UPDATE") || word.equals("INSERT");
        if (word.equals("IDENTIFIED") || word.equals("CHALLENGE_RESPONSE") || ofSetPassword) {
            identified = true;
        }
        if (next.isMark(sql, '(') && SecretNames.isFunction(word)) {
            argumentsDue = true;
            rest |= insert && name; // the table of an INSERT
        } else if (name) {
            readName(word, ofSetPassword);
        } else if (token.kind() == SqlToken.Kind.WORD) {
            readKeyword(word, next);
        }
    }

    private void readName(String name, boolean ofSetPassword) {
        expression.takeCompared().forEach(this::hide);
        rest |= insert;
        if (!ofSetPassword) {
            expression.name(name, depth);
        }
    }

    private void readKeyword(String word, SqlToken next) {
        wordDue = identified && (word.equals("BY") || word.equals("AS"));
        insert |= (word.equals("INSERT") || word.equals("REPLACE")) && !next.isMark(sql, '(');
        expression.word(word, depth);
    }

    private void readLiteral(SqlToken previous, SqlToken token, SqlToken next) {
        String content = content(token);
        boolean holdsSecret = SecretNames.isIn(content);
        if (rest || expression.hasName() || argumentsDepth != NONE || holdsSecret || isIdentification(previous, next)) {
            hide(token);
            rest |= holdsSecret && isUnfinished(content);
        } else if (SecretNames.isNothingButName(content) && isComparedOrFollowed(previous, next)) {
            readName(content, false); // "password" = 'x', with ANSI_QUOTES
        } else {
            expression.show(token);
        }
    }

    private boolean isIdentification(SqlToken previous, SqlToken next) {
        String before = previous.kind() == SqlToken.Kind.WORD ? previous.upper(sql) : "";
        boolean name = next.isMark(sql, '@') || previous.isMark(sql, '@') || BEFORE_NAME.contains(before);
        return identified && (BEFORE_SECRET.contains(before) || !name);
    }

    private boolean isComparedOrFollowed(SqlToken previous, SqlToken next) {
        boolean compared = expression.comparesShown() && previous.kind() == SqlToken.Kind.MARK;
        return compared
                || next.kind() == SqlToken.Kind.LITERAL
                || (isOperator(next) && !isWord(next, "IN"))
                || (insert && depth > 0);
    }

    private boolean isOperator(SqlToken token) {
        return switch (token.kind()) {
            case MARK -> "=<>!:".indexOf(sql.byteAt(token.start())) >= 0;
            case WORD -> SecretExpression.isOperator(token.upper(sql));
            case NUMBER, LITERAL, QUOTED_NAME, COMMENT, DOUBTFUL, END -> false;
        };
    }

    /** Whether more is going to be put behind a piece of SQL. */
    private static boolean isUnfinished(String content) {
        return " ='\"`(:,".indexOf(content.charAt(content.length() - 1)) >= 0 || content.endsWith("BY");
    }

    private void readMark(SqlToken token, SqlToken next) {
        switch (sql.byteAt(token.start())) {
            case '(' -> {
                if (argumentsDue && argumentsDepth == NONE) {
                    argumentsDepth = depth;
                }
                depth++;
            }
            case ')' -> {
                depth--;
                if (depth <= argumentsDepth) {
                    argumentsDepth = NONE;
                }
                if (expression.isNameWithin(depth)) {
                    rest |= isOperator(next); // (name, password) = ('u', 'x')
                    expression.end();
                }
            }
            case ',' -> expression.end(depth);
            case ';' -> endStatement();
            case '=', '<', '>', '!', ':' -> expression.comparison();
            default -> {}
        }
        argumentsDue = false;
    }

    private void endStatement() {
        expression.end();
        argumentsDepth = NONE;
        depth = 0;
        identified = false;
        insert = false;
        changesRows = false;
        rest = false;
    }

    /** {@code _utf8mb4'x'}, {@code N'x'}, {@code x'41'}, {@code b'1'}: the word says how to read the literal. */
    private boolean isIntroducer(SqlToken token, SqlToken next) {
        if (token.kind() != SqlToken.Kind.WORD || next.kind() != SqlToken.Kind.LITERAL) {
            return false;
        }
        boolean adjacent = token.end() == next.start() && token.end() - token.start() == 1;
        return sql.byteAt(token.start()) == '_' || (adjacent && INTRODUCERS.contains(token.upper(sql)));
    }

    private boolean isWord(SqlToken token, String word) {
        return token.kind() == SqlToken.Kind.WORD && token.upper(sql).equals(word);
    }

    private String content(SqlToken token) {
        return sql.slice(token.contentStart(sql), token.contentEnd(sql)).text(StandardCharsets.ISO_8859_1);
    }

    private void hide(SqlToken token) {
        hidden.add(token.contentStart(sql), token.contentEnd(sql));
    }
}
