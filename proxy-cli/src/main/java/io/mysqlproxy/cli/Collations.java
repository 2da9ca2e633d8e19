package io.mysqlproxy.cli;

/** Names for the collation ids that greetings and handshake responses carry. They have 8 bits there, so an id above 255 looks like another. */
final class Collations {
    private Collations() {}

    /** The name, for the ids that are the default of a server or a client; {@code collation 123} for the rest. */
    static String name(int id) {
        return switch (id) {
            case 8 -> "latin1_swedish_ci";
            case 11 -> "ascii_general_ci";
            case 28 -> "gbk_chinese_ci";
            case 33 -> "utf8mb3_general_ci";
            case 45 -> "utf8mb4_general_ci";
            case 46 -> "utf8mb4_bin";
            case 47 -> "latin1_bin";
            case 63 -> "binary";
            case 83 -> "utf8mb3_bin";
            case 192 -> "utf8mb3_unicode_ci";
            case 224 -> "utf8mb4_unicode_ci";
            case 246 -> "utf8mb4_unicode_520_ci";
            case 255 -> "utf8mb4_0900_ai_ci";
            default -> "collation " + id;
        };
    }
}
