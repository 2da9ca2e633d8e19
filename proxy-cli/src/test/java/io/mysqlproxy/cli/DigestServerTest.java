package io.mysqlproxy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mysqlproxy.protocol.digest.SqlMode;
import io.mysqlproxy.protocol.digest.StatementDigest;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks a real server for the digests of the recorded statements. Digests are those of 9.7; where 8.0.12 says otherwise, a file has its texts and the
 * reasons. With {@code -Ddigests.update=true} and a server of 9.7 it writes the texts of 9.7 anew instead.
 */
@ExtendWith(Servers.Resolver.class)
class DigestServerTest {
    private static final Path FOLDER =
            Path.of("..", "proxy-protocol", "src", "test", "resources", "io", "mysqlproxy", "protocol", "digest");
    private static final Path RECORDED = FOLDER.resolve("mysql-9.7.4_statement-digest-text_2026-11-22.txt");
    private static final Path WORDS = FOLDER.resolve("mysql-9.7.4_words_2026-11-22.txt");
    private static final Path DIFFERENCES_OF_8_0 =
            FOLDER.resolve("mysql-8.0.12_statement-digest-text-differences_2026-11-22.txt");
    private static final String MODE = "mode ";
    private static final String TEXT = "=> ";

    /** A statement as it is written in the files. */
    private record Asked(String mode, String statement) {}

    @Test
    void givesTheTextsOfTheServer(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MYSQL);
        boolean isOurs = server.version().startsWith("9.7.");
        assumeThat(isOurs || server.version().startsWith("8.0.12"))
                .as("how MySQL " + server.version() + " differs is recorded")
                .isTrue();
        Map<Asked, String> expected = new LinkedHashMap<>();
        Map<Asked, String> told = new LinkedHashMap<>();
        try (Connection connection =
                        Driver.CONNECTOR_J_9_7.connect(server.port(), server.user(), server.password(), "mysql");
                Statement statement = connection.createStatement()) {
            for (Path file : isOurs ? List.of(RECORDED, WORDS) : List.of(RECORDED)) {
                List<String> anew = ask(statement, file, expected, told);
                if (isOurs && Boolean.getBoolean("digests.update")) {
                    Files.write(file, anew, UTF_8);
                }
            }
        }
        if (!isOurs) {
            expected.putAll(texts(DIFFERENCES_OF_8_0));
        }

        assertThat(told).hasSizeGreaterThan(300);
        assertThat(told).isEqualTo(expected);
    }

    /** Puts our texts and the server's into the maps, but for statements that the server refuses. The file's lines with the server's texts. */
    private static List<String> ask(Statement statement, Path file, Map<Asked, String> ours, Map<Asked, String> theirs)
            throws SQLException, IOException {
        List<String> anew = new ArrayList<>();
        String mode = "";
        String sql = "";
        statement.execute("SET sql_mode = ''");
        for (String line : Files.readAllLines(file, UTF_8)) {
            String updated = line;
            if (line.startsWith(MODE)) {
                mode = line.substring(MODE.length());
                statement.execute("SET sql_mode = '" + mode + "'");
            } else if (line.startsWith(TEXT)) {
                Asked asked = new Asked(mode, sql);
                Bytes bytes = Bytes.utf8(plain(sql));
                Optional<String> text = textOf(statement, bytes);
                if (text.isPresent()) {
                    updated = TEXT + escaped(text.get());
                    theirs.put(asked, escaped(text.get()));
                    ours.put(
                            asked,
                            escaped(StatementDigest.of(bytes, SqlMode.of(mode)).text()));
                }
            }
            anew.add(updated);
            sql = line;
        }
        return anew;
    }

    private static Optional<String> textOf(Statement statement, Bytes sql) throws SQLException {
        try (ResultSet answer =
                statement.executeQuery("SELECT STATEMENT_DIGEST_TEXT(CONVERT(0x" + sql.toHex() + " USING utf8mb4))")) {
            answer.next();
            return Optional.of(answer.getString(1));
        } catch (SQLException refused) {
            return Optional.empty();
        }
    }

    private static Map<Asked, String> texts(Path file) throws IOException {
        Map<Asked, String> texts = new LinkedHashMap<>();
        String mode = "";
        String previous = "";
        for (String line : Files.readAllLines(file, UTF_8)) {
            if (line.startsWith(MODE)) {
                mode = line.substring(MODE.length());
            } else if (line.startsWith(TEXT)) {
                texts.put(new Asked(mode, previous), line.substring(TEXT.length()));
            }
            previous = line;
        }
        return texts;
    }

    private static String plain(String escaped) {
        return escaped.replace("\\\\", "\0")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\0", "\\");
    }

    private static String escaped(String plain) {
        return plain.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
