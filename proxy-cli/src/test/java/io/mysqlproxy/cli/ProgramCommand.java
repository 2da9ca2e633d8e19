package io.mysqlproxy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tests start the program as a process of its own. */
final class ProgramCommand {
    private ProgramCommand() {}

    /** The command line for these arguments, with the options for Java that bin/mysql-proxy gives. */
    static List<String> of(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
