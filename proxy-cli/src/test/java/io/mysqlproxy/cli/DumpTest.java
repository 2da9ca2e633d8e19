package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.MySqlTap;
import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.MySqlMessage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps: what dump programs ask, and the programs themselves where they are, through the proxy. A single packet that is not understood fails the test. */
@ExtendWith(Servers.Resolver.class)
class DumpTest {
    private static final Path FIXTURES = Path.of("../proxy-protocol/src/test/resources/fixtures");
    private static final Pattern TIME_OF_DUMP = Pattern.compile("-- Dump completed.*|-- Host:.*");

    static Stream<Arguments> recordedDumps() {
        return Stream.of(
                Arguments.of(Flavor.MYSQL, "mysql-9.7.4_mysql-client-9.7.4_mysqldump_2026-11-22.txt"),
                Arguments.of(Flavor.MARIADB, "mariadb-11.4.5_mariadb-client-10.11.19_mariadb-dump_2026-11-22.txt"));
    }

    /** What the programs said when they were recorded, said by a driver. */
    @ParameterizedTest
    @MethodSource("recordedDumps")
    void understandsWhatDumpProgramsAsk(Flavor flavor, String recorded, Servers servers) throws Exception {
        RealServer server = servers.get(flavor);
        prepare(server);
        List<Command> commands = commands(recorded);
        Watch watch = new Watch();
        List<String> refused = new ArrayList<>();
        try (TcpProxy proxy = proxy(server, watch);
                Connection connection = connect(server, proxy.port())) {
            for (Command command : commands) {
                try {
                    say(command, connection);
                } catch (SQLException older) {
                    refused.add(command + ": " + older.getMessage());
                }
            }
        }

        watch.assertAllUnderstood();
        assertThat(commands).hasSizeGreaterThan(30);
        assertThat(refused).as("what only newer servers know").hasSizeLessThanOrEqualTo(1);
        assertThat(watch.exchanges(PacketKind.COM_QUERY))
                .isGreaterThanOrEqualTo(commands.stream()
                        .filter(Command.Query.class::isInstance)
                        .count());
        assertThat(watch.count(PacketKind.TEXT_ROW)).isPositive();
    }

    @Test
    void understandsTheDumpProgramBesideTheEmbeddedServer(Servers servers) throws Exception {
        RealServer server = servers.get(Flavor.MARIADB);
        assumeTrue(server.origin().startsWith("embedded"), "the program comes with the embedded server");

        assertDumpsTheSame(server, EmbeddedMariaDb.program("mariadb-dump").toString(), "--skip-ssl");
    }

    @ParameterizedTest
    @EnumSource
    void understandsTheDumpProgramsOfThisMachine(Flavor flavor, Servers servers) throws Exception {
        String name = flavor == Flavor.MYSQL ? "mysqldump" : "mariadb-dump";
        Optional<Path> program = onPath(name);
        assumeTrue(program.isPresent(), name + " is not installed");
        String path = program.orElseThrow().toString();

        assertDumpsTheSame(servers.get(flavor), path, isMariaDbs(path) ? "--skip-ssl" : "--ssl-mode=DISABLED");
    }

    private static void assertDumpsTheSame(RealServer server, String program, String withoutTls) throws Exception {
        prepare(server);
        String direct = dump(program, server, server.port(), withoutTls);
        Watch watch = new Watch();
        String dumped;
        try (TcpProxy proxy = proxy(server, watch)) {
            dumped = dump(program, server, proxy.port(), withoutTls);
        }

        assertThat(dumped).isEqualTo(direct).contains("CREATE TABLE `every_type`", "CREATE DEFINER", "'grün'");
        watch.assertAllUnderstood();
        assertThat(watch.count(PacketKind.TEXT_ROW)).isPositive();
        assertThat(watch.exchanges(PacketKind.COM_QUERY)).isPositive();
    }

    private static String dump(String program, RealServer server, int port, String withoutTls)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        program,
                        "--no-defaults",
                        "--protocol=TCP",
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--user=" + server.user(),
                        withoutTls,
                        "--single-transaction",
                        "--routines",
                        "--triggers",
                        "--hex-blob",
                        "shop")
                .redirectErrorStream(true);
        builder.environment().put("MYSQL_PWD", server.password());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return TIME_OF_DUMP.matcher(output).replaceAll("");
    }

    private static void say(Command command, Connection connection) throws SQLException {
        if (command instanceof Command.InitDb schema) {
            connection.setCatalog(schema.schema().utf8());
        } else if (command instanceof Command.Query query) {
            // One each: a statement of this driver goes back to the schema it was made in.
            try (Statement statement = connection.createStatement()) {
                statement.execute(query.sql().unsafeReveal().utf8());
            }
        }
    }

    private static List<Command> commands(String recorded) {
        List<Command> commands = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, event -> {
            MySqlMessage message = event.message();
            if (message instanceof Command command) {
                commands.add(command);
            }
        });
        Transcript.load(FIXTURES.resolve(recorded)).replay((direction, bytes) -> decoder.onBytes(direction, bytes, 0));
        return commands;
    }

    /** The tables that were dumped when it was recorded, and harder ones. */
    private static void prepare(RealServer server) throws SQLException {
        try (Connection connection = connect(server, server.port());
                Statement statement = connection.createStatement()) {
            Works.prepareSchema(connection, "shop");
            statement.execute("DROP TABLE item");
            statement.execute(
                    "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(50), price DECIMAL(8,2), made DATETIME)");
            statement.execute("INSERT INTO item VALUES (1, 'it''s', 1.50, NOW()), (2, NULL, NULL, NULL)");
            statement.execute("CREATE TABLE loaded (a INT, b VARCHAR(20))");
            statement.execute("INSERT INTO loaded VALUES (1, 'one')");
            statement.execute("CREATE TRIGGER before_item BEFORE INSERT ON item FOR EACH ROW SET NEW.price = 1");
        }
    }

    private static Connection connect(RealServer server, int port) throws SQLException {
        return Driver.CONNECTOR_J_9_7.connect(port, server.user(), server.password(), "", Map.of());
    }

    private static TcpProxy proxy(RealServer server, Watch watch) throws IOException {
        return TcpProxy.listenOn(0)
                .upstream(server.host(), server.port())
                .tap(MySqlTap.reportingTo(watch, watch))
                .start();
    }

    /** MariaDB's packages call theirs {@code mysqldump}, too. */
    private static boolean isMariaDbs(String program) throws IOException {
        Process process = new ProcessBuilder(program, "--version").start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("MariaDB");
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
