package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.ByteRange;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In the statements below, a secret is spelled {@code S3CRET}, in whichever way the statement is written. */
@Rule("SEC-11")
class SqlTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "CREATE USER 'u'@'h' IDENTIFIED BY 'S3CRET' ~ CREATE USER 'u'@'h' IDENTIFIED BY '<hidden>'",
                "create user u identified by \"S3CRET\", v identified by 'S3CRET' ~"
                        + " create user u identified by \"<hidden>\", v identified by '<hidden>'",
                "CREATE USER u IDENTIFIED WITH 'caching_sha2_password' BY 'S3CRET' ~"
                        + " CREATE USER u IDENTIFIED WITH 'caching_sha2_password' BY '<hidden>'",
                "CREATE USER u IDENTIFIED WITH mysql_native_password AS '*S3CRET' ~"
                        + " CREATE USER u IDENTIFIED WITH mysql_native_password AS '<hidden>'",
                "CREATE USER u IDENTIFIED WITH p AS 0x5333435245 ~ CREATE USER u IDENTIFIED WITH p AS <hidden>",
                "CREATE USER u IDENTIFIED WITH p AS x'5333435245' ~ CREATE USER u IDENTIFIED WITH p AS x'<hidden>'",
                "CREATE USER u IDENTIFIED BY PASSWORD '*S3CRET' ~ CREATE USER u IDENTIFIED BY PASSWORD '<hidden>'",
                "CREATE USER u IDENTIFIED BY RANDOM PASSWORD ~ CREATE USER u IDENTIFIED BY RANDOM PASSWORD",
                "CREATE USER u IDENTIFIED BY S3CRET ~ CREATE USER u IDENTIFIED BY <hidden>",
                "CREATE USER u IDENTIFIED VIA ed25519 USING PASSWORD('S3CRET') OR unix_socket ~"
                        + " CREATE USER u IDENTIFIED VIA ed25519 USING PASSWORD('<hidden>') OR unix_socket",
                "CREATE USER u IDENTIFIED VIA mysql_native_password USING '*S3CRET' OR pam ~"
                        + " CREATE USER u IDENTIFIED VIA mysql_native_password USING '<hidden>' OR pam",
                "ALTER USER USER() IDENTIFIED BY 'S3CRET' REPLACE 'S3CRET' RETAIN CURRENT PASSWORD ~"
                        + " ALTER USER USER() IDENTIFIED BY '<hidden>' REPLACE '<hidden>' RETAIN CURRENT PASSWORD",
                "ALTER USER u ADD 2 FACTOR IDENTIFIED WITH p BY 'S3CRET' ~"
                        + " ALTER USER u ADD 2 FACTOR IDENTIFIED WITH p BY '<hidden>'",
                "ALTER USER u 2 FACTOR FINISH REGISTRATION SET CHALLENGE_RESPONSE AS 'S3CRET' ~"
                        + " ALTER USER u 2 FACTOR FINISH REGISTRATION SET CHALLENGE_RESPONSE AS '<hidden>'",
                "GRANT ALL ON *.* TO 'u'@'%' IDENTIFIED BY 'S3CRET' REQUIRE SUBJECT '/CN=x' ~"
                        + " GRANT ALL ON *.* TO 'u'@'%' IDENTIFIED BY '<hidden>' REQUIRE SUBJECT '/CN=x'",
                "SET PASSWORD = 'S3CRET' ~ SET PASSWORD = '<hidden>'",
                "SET PASSWORD='S3CRET' REPLACE 'S3CRET' ~ SET PASSWORD='<hidden>' REPLACE '<hidden>'",
                "SET PASSWORD FOR 'u'@'h' = PASSWORD('S3CRET') ~ SET PASSWORD FOR 'u'@'h' = PASSWORD('<hidden>')",
                "SET PASSWORD FOR 'u'@'h' = 'S3CRET' ~ SET PASSWORD FOR 'u'@'h' = '<hidden>'",
                "SET PASSWORD = OLD_PASSWORD(CONCAT('S3', ('CRET'))) ~"
                        + " SET PASSWORD = OLD_PASSWORD(CONCAT('<hidden>', ('<hidden>')))",
                "CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='S3CRET', MASTER_PORT=3306 ~"
                        + " CHANGE MASTER TO MASTER_HOST='h', MASTER_PASSWORD='<hidden>', MASTER_PORT=3306",
                "CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = 'S3CRET', SOURCE_USER = 'u' ~"
                        + " CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '<hidden>', SOURCE_USER = 'u'",
                "START REPLICA USER='u' PASSWORD='S3CRET' ~ START REPLICA USER='u' PASSWORD='<hidden>'",
                "START GROUP_REPLICATION USER='u', PASSWORD='S3CRET' ~ START GROUP_REPLICATION USER='u', PASSWORD='<hidden>'",
                "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD 'S3CRET', PORT 1) ~"
                        + " CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', PASSWORD '<hidden>', PORT 1)",
                "CLONE INSTANCE FROM 'u'@'h':3306 IDENTIFIED BY 'S3CRET' REQUIRE SSL ~"
                        + " CLONE INSTANCE FROM 'u'@'h':3306 IDENTIFIED BY '<hidden>' REQUIRE SSL",
                "SELECT AES_ENCRYPT(name, 'S3CRET'), DECODE ('S3CRET','S3CRET'), 'open' FROM t ~"
                        + " SELECT AES_ENCRYPT(name, '<hidden>'), DECODE ('<hidden>','<hidden>'), 'open' FROM t",
                "SELECT * FROM users WHERE `password` = MD5('S3CRET') AND name = 'u' ~"
                        + " SELECT * FROM users WHERE `password` = MD5('<hidden>') AND name = 'u'",
                "UPDATE users SET \"password\" = 'S3CRET' WHERE name = 'u' ~"
                        + " UPDATE users SET \"password\" = '<hidden>' WHERE name = 'u'",
                "UPDATE users SET password = 'S3' 'CRET' WHERE name = 'u' ~"
                        + " UPDATE users SET password = '<hidden>' '<hidden>' WHERE name = 'u'",
                "SELECT 1 FROM users WHERE name = 'u' AND passwd = BINARY 'S3CRET' ~"
                        + " SELECT 1 FROM users WHERE name = 'u' AND passwd = BINARY '<hidden>'",
                "SELECT 1 FROM users WHERE password NOT IN ('S3CRET', 'S3CRET') AND name = 'u' ~"
                        + " SELECT 1 FROM users WHERE password NOT IN ('<hidden>', '<hidden>') AND name = 'u'",
                "SET @my_password := 'S3CRET' ~ SET @my_password := '<hidden>'",
                "SET PASSWORD = _utf8mb4'S3CRET' ~ SET PASSWORD = _utf8mb4'<hidden>'",
                "SET PASSWORD = N'S3CRET' ~ SET PASSWORD = N'<hidden>'",
                "SET PASSWORD = 'S3''CRET' ~ SET PASSWORD = '<hidden>'",
                "SET PASSWORD = 'S3\\nCRET' ~ SET PASSWORD = '<hidden>'",
                "SET/**/PASSWORD/* = */ = -- x ~ SET/**/PASSWORD/* = */ = -- x",
                "/*!50706 CREATE USER u IDENTIFIED */ /*M! BY 'S3CRET' */ ~" + " /*!50706 CREATE USER u <hidden>",
                "SELECT 2*/*it's*/3; SET PASSWORD = 'S3CRET'; SELECT 'open' ~"
                        + " SELECT 2*/*it's*/3; SET PASSWORD = '<hidden>'; SELECT 'open'",
                "SELECT 1 -- SET PASSWORD = 'S3CRET' ~ SELECT 1 <hidden>",
                "EXECUTE IMMEDIATE 'SET PASSWORD = ''S3CRET''' ~ EXECUTE IMMEDIATE '<hidden>'",
                "INSERT INTO t VALUES ('{\"password\": \"S3CRET\"}', 'open') ~ INSERT INTO t VALUES ('<hidden>', 'open')",
                "CREATE TABLE t (a INT) CONNECTION='mysql://u:S3CRET@h/d/t' ~ CREATE TABLE t (a INT) CONNECTION='<hidden>'",
            })
    void hidesThePasswordAndShowsTheRest(String statement, String shown) {
        assertThat(SqlText.of(statement).display()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a', \"b\", 0x41 FROM t WHERE c = 'd'",
                "SELECT password, name FROM users WHERE name = 'u'",
                "SELECT * FROM mysql.user WHERE plugin = 'mysql_native_password'",
                "SHOW VARIABLES LIKE 'validate_password%'",
                "SET GLOBAL validate_password_length = 8",
                "CREATE USER u PASSWORD EXPIRE INTERVAL 90 DAY",
                "INSERT INTO users (name, password) VALUES (?, ?)",
                "SELECT 'it''s' /* fine */",
                "SELECT 'http://example.org/'",
                "SELECT 'C:\\dir'",
                "SET NAMES utf8mb4",
                "",
            })
    void showsEverythingWhereThereIsNoSecret(String statement) {
        assertThat(SqlText.of(statement).display()).isEqualTo(statement);
    }

    @Test
    void takesNoQuoteInALineCommentForTheBeginningOfAString() {
        assertThat(SqlText.of("# it's\n SET PASSWORD = 'S3CRET'").display())
                .isEqualTo("# it's\n SET PASSWORD = '<hidden>'");
    }

    /** Whether the backslash escapes the quote depends on the session's SQL mode; the text may end in one way or the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "SET PASSWORD = 'it\\'s S3CRET' ~ SET <hidden>",
                "SELECT 'it\\'s', 1; SET PASSWORD = 'S3CRET' ~ SELECT <hidden>",
                "SET PASSWORD = 'S3CRET ~ SET <hidden>",
                "SET PASSWORD = /* S3CRET ~ SET <hidden>",
                "SELECT AES_ENCRYPT(a, 'it\\'s S3CRET ~ SELECT <hidden>",
            })
    void hidesEverythingFromADoubtfulLiteralOrTheFirstTellingWordOn(String statement, String shown) {
        assertThat(SqlText.of(statement).display()).isEqualTo(shown);
    }

    /** A quote that the server does not see, or sees otherwise, turns all strings after it inside out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "/*!99999 ' */ CREATE USER u IDENTIFIED BY 'S3CRET' ~ /*!99999 '<hidden>",
                "/*M! ' */ CREATE USER u IDENTIFIED BY 'S3CRET' ~ /*M! '<hidden>",
                "CREATE FUNCTION f() AS $$ // don't $$; CREATE USER u IDENTIFIED BY 'S3CRET' ~"
                        + " CREATE FUNCTION f() AS $$ // don'<hidden>",
                "CREATE FUNCTION f() AS $js$ ' $js$; CREATE USER u IDENTIFIED BY 'S3CRET'; SELECT 'x' ~"
                        + " CREATE FUNCTION f() AS $js$ '<hidden>",
                "/*!99999 don't */ ALTER USER u IDENTIFIED BY 'S3CRET'; SELECT 'x' ~" + " /*!99999 don'<hidden>",
            })
    void isNotTurnedInsideOutByAQuoteThatTheServerDoesNotSee(String statement, String shown) {
        assertThat(SqlText.of(statement).display()).isEqualTo(shown).doesNotContain("S3CRET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            value = {
                "SELECT 1 FROM t WHERE password = BINARY 'S3CRET' AND a = 'b' ~"
                        + " SELECT 1 FROM t WHERE password = BINARY '<hidden>' AND a = 'b'",
                "SELECT 1 FROM t WHERE password LIKE 'S3CRET' OR a = 'b' ~"
                        + " SELECT 1 FROM t WHERE password LIKE '<hidden>' OR a = 'b'",
                "SELECT 1 FROM t WHERE password NOT IN ('S3CRET', 'S3CRET') AND a = 'b' ~"
                        + " SELECT 1 FROM t WHERE password NOT IN ('<hidden>', '<hidden>') AND a = 'b'",
                "SELECT 1 FROM t WHERE password BETWEEN 'S3CRET' AND 'S3CRET' AND a = 'b' ~"
                        + " SELECT 1 FROM t WHERE password BETWEEN '<hidden>' AND '<hidden>' AND a = 'b'",
                "SELECT 1 FROM t WHERE password COLLATE utf8mb4_bin = 'S3CRET' ~"
                        + " SELECT 1 FROM t WHERE password COLLATE utf8mb4_bin = '<hidden>'",
                "SELECT 1 FROM t WHERE a = 'b' AND 'S3CRET' = password ~"
                        + " SELECT 1 FROM t WHERE a = 'b' AND '<hidden>' = password",
                "SELECT 1 FROM t WHERE 'S3CRET' = \"password\" ~ SELECT 1 FROM t WHERE '<hidden>' = \"password\"",
                "SELECT 'open', 'S3CRET' AS password ~ SELECT 'open', '<hidden>' AS password",
                "SELECT 1 FROM t WHERE (name, password) = ('u', 'S3CRET') ~"
                        + " SELECT 1 FROM t WHERE (name, password) = ('<hidden>', '<hidden>')",
                "UPDATE t SET password = CASE WHEN a THEN 'S3CRET' ELSE 'S3CRET' END, b = 'open' ~"
                        + " UPDATE t SET password = CASE WHEN a THEN '<hidden>' ELSE '<hidden>' END, b = 'open'",
                "UPDATE t SET pwd = 5333435245 ~ UPDATE t SET pwd = <hidden>",
                "SET PASSWORD = 'S3' 'CRET' ~ SET PASSWORD = '<hidden>' '<hidden>'",
                "CHANGE MASTER TO MASTER_PASSWORD = 'S3' 'CRET' ~ CHANGE MASTER TO MASTER_PASSWORD = '<hidden>' '<hidden>'",
                "CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', \"PASSWORD\" 'S3CRET') ~"
                        + " CREATE SERVER s FOREIGN DATA WRAPPER mysql OPTIONS (USER 'u', \"PASSWORD\" '<hidden>')",
                "INSERT INTO users (name, password) VALUES ('u', 'S3CRET'); SELECT 'open' ~"
                        + " INSERT INTO users (name, password) VALUES ('<hidden>', '<hidden>'); SELECT 'open'",
                "REPLACE INTO users (`pwd`, name) VALUES ('S3CRET', 'u') ~"
                        + " REPLACE INTO users (`pwd`, name) VALUES ('<hidden>', '<hidden>')",
                "INSERT INTO users (\"password\") SELECT 'S3CRET' ~ INSERT INTO users (\"password\") SELECT '<hidden>'",
                "UPDATE mysql.user SET authentication_string='*S3CRET' WHERE user = 'u' ~"
                        + " UPDATE mysql.user SET authentication_string='<hidden>' WHERE user = 'u'",
                "SET GLOBAL authentication_ldap_simple_bind_root_pwd = 'S3CRET' ~"
                        + " SET GLOBAL authentication_ldap_simple_bind_root_pwd = '<hidden>'",
                "SET GLOBAL keyring_hashicorp_secret_id='S3CRET', keyring_hashicorp_role_id='S3CRET' ~"
                        + " SET GLOBAL keyring_hashicorp_secret_id='<hidden>', keyring_hashicorp_role_id='<hidden>'",
                "SET GLOBAL s3_secret_key='S3CRET', s3_access_key='S3CRET', my_api_key='S3CRET' ~"
                        + " SET GLOBAL s3_secret_key='<hidden>', s3_access_key='<hidden>', my_api_key='<hidden>'",
                "CALL mysql.rds_set_external_master ('h', 3306, 'u', 'S3CRET') ~"
                        + " CALL mysql.rds_set_external_master ('<hidden>', <hidden>, '<hidden>', '<hidden>')",
                "CALL mysql.az_replication_change_master('h', 'u', 'S3CRET') ~"
                        + " CALL mysql.az_replication_change_master('<hidden>', '<hidden>', '<hidden>')",
                "EXECUTE IMMEDIATE CONCAT('CREATE USER u IDENTIFIED BY ', QUOTE('S3CRET')) ~"
                        + " EXECUTE IMMEDIATE CONCAT('<hidden>', QUOTE('<hidden>'))",
                "SET @s = CONCAT('SET PASSWORD = ''', 'S3CRET', ''''); SELECT 'open' ~"
                        + " SET @s = CONCAT('<hidden>', '<hidden>', '<hidden>'); SELECT 'open'",
                "PREPARE s FROM 'SELECT AES_ENCRYPT(a, ''S3CRET'')' ~ PREPARE s FROM '<hidden>'",
                "SELECT f('user=u,password=S3CRET'), g('Server=h;PWD=S3CRET'), 'open' ~"
                        + " SELECT f('<hidden>'), g('<hidden>'), 'open'",
            })
    void hidesWhateverStandsBesideTheNameOfASecret(String statement, String shown) {
        assertThat(SqlText.of(statement).display()).isEqualTo(shown);
    }

    @Test
    void looksIntoATextForTheSakeOfEachFunction() {
        assertThat(SecretNames.FUNCTIONS)
                .isNotEmpty()
                .allSatisfy(function -> assertThat(
                                SqlText.of("SELECT " + function + "('S3CRET')").display())
                        .isEqualTo("SELECT " + function + "('<hidden>')"));
    }

    @Test
    void showsTheRestAfterADoubtfulLiteralThatNoSecretCanFollow() {
        SqlText sql = SqlText.of("SELECT 'it\\'s', 'open'");

        assertThat(sql.display()).isEqualTo("SELECT 'it\\'s', 'open'");
    }

    /** In GBK, 81 60 is one character, whose second byte looks like a backquote. */
    @Test
    void isNotLedAstrayByCharactersWhoseSecondByteLooksLikeAQuote() {
        byte[] statement = "SELECT 1 AS \u0081`; SET PASSWORD = 'S3CRET' -- `".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(SqlText.of(Bytes.of(statement)).display()).isEqualTo("SELECT 1 AS <hidden>");
    }

    @Test
    void tellsTheBytesToHideAndLeavesOutTheQuotes() {
        SqlText sql = SqlText.of("SET PASSWORD = 'ä3'");

        assertThat(sql.secrets()).containsExactly(new ByteRange(16, 19));
        assertThat(sql.length()).isEqualTo(20);
    }

    @Test
    @Rule("SEC-R3")
    void marksTheSecretBytesAsHiddenWhenWritten() {
        WireWriter writer = new WireWriter();

        new StatementCommand.StmtPrepare(SqlText.of("SET PASSWORD = 'xyz'")).encode(writer);

        assertThat(writer.toBytes()).isEqualTo(Bytes.utf8("\u0016SET PASSWORD = 'xyz'"));
        assertThat(IntStream.range(0, writer.length()).filter(writer::isHidden)).containsExactly(17, 18, 19);
    }

    @Test
    @Rule("SEC-R3")
    void showsNoSecretInTheTextOfACommand() {
        assertThat(new StatementCommand.StmtPrepare(SqlText.of("SET PASSWORD = 'xyz'")))
                .hasToString("StmtPrepare[sql=SET PASSWORD = '<hidden>']");
    }

    @Test
    void isAValue() {
        assertThat(SqlText.of("SELECT 1"))
                .isEqualTo(SqlText.of(Bytes.utf8("SELECT 1")))
                .hasSameHashCodeAs(SqlText.of("SELECT 1"))
                .isNotEqualTo(SqlText.of("SELECT 2"));
    }

    @Test
    @Rule("LIM-19")
    void findsOrderedRangesInAnyBytesWhatever() {
        Random random = new Random(19);
        List<String> pieces = List.of(
                "IDENTIFIED ",
                "BY ",
                "PASSWORD",
                "'",
                "\"",
                "`",
                "\\",
                "(",
                ")",
                "=",
                "/*",
                "*/",
                "/*!",
                "-- ",
                "\n",
                "#",
                ";",
                "0x41",
                "\u00ff",
                "\u0000",
                "@",
                "AES_ENCRYPT",
                "://a:b@c",
                "_utf8",
                "N",
                "SET ",
                "1",
                ",");
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            SqlText sql = SqlText.of(Bytes.of(text.toString().getBytes(StandardCharsets.ISO_8859_1)));

            int end = 0;
            for (ByteRange range : sql.secrets()) {
                assertThat(range.start()).as("%s in %s", range, text).isGreaterThanOrEqualTo(end);
                assertThat(range.end()).as("%s in %s", range, text).isBetween(range.start() + 1, sql.length());
                end = range.end();
            }
        }
    }

    /** A megabyte of what makes careless patterns quadratic; takes well under a second. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "passw",
                "://a:",
                "'passw",
                "/*passw",
                "identified by 'a' ",
                "('",
                "password=1,",
                "'x'=",
                "identified ",
                "passwpwd",
                "$a",
                "'password ' ",
                "password(",
                "('a',"
            })
    void staysFastOnHostileTexts(String piece) {
        String text = piece.repeat(1_000_000 / piece.length());

        assertThat(SqlText.of(text).display()).isNotEmpty();
    }

    @Test
    void hidesTheRestOfATextWithMoreSecretsThanItCounts() {
        SqlText sql = SqlText.of("SET PASSWORD='x';".repeat(20_000));

        assertThat(sql.display()).doesNotContain("'x'").hasSizeLessThan(20_000 * 30);
    }

    @Test
    void showsItselfInItsCharacterSet() {
        SqlText text = SqlText.of(Bytes.hex("73 65 6c 65 63 74 20 27 e9 27"));

        assertThat(text.display(CharacterSet.of("latin1"))).isEqualTo("select '\u00e9'");
        assertThat(text.display()).isEqualTo("select '\ufffd'");
    }
}
