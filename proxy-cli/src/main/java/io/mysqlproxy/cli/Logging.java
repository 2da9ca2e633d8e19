package io.mysqlproxy.cli;

/** What the libraries log goes to stderr, warnings and errors unless more is asked for. Must be set before the first logger is made. */
final class Logging {
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private Logging() {}

    static void configure(boolean verbose) {
        set("defaultLogLevel", verbose ? "debug" : "warn");
        set("showDateTime", "true");
        set("dateTimeFormat", "HH:mm:ss.SSS");
        set("showShortLogName", "true");
        set("levelInBrackets", "true");
        set("showThreadName", String.valueOf(verbose));
    }

    /** What the user gave with -D stays. */
    private static void set(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
