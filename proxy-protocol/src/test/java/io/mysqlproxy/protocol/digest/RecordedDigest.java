package io.mysqlproxy.protocol.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a server said is a statement's digest text, from files that explain their form. */
record RecordedDigest(String mode, String sql, String text) {
    private static final String MODE = "mode ";
    private static final String TEXT = "=> ";

    static List<RecordedDigest> all() {
        List<RecordedDigest> all = new ArrayList<>(read("mysql-9.7.4_statement-digest-text_2026-11-22.txt"));
        all.addAll(read("mysql-9.7.4_words_2026-11-22.txt"));
        return all;
    }

    private static List<RecordedDigest> read(String file) {
        List<RecordedDigest> recorded = new ArrayList<>();
        String mode = "";
        for (Iterator<String> lines = lines(file).iterator(); lines.hasNext(); ) {
            String line = lines.next();
            if (line.startsWith(MODE)) {
                mode = line.substring(MODE.length());
            } else {
                recorded.add(
                        new RecordedDigest(mode, plain(line), plain(lines.next().substring(TEXT.length()))));
            }
        }
        return recorded;
    }

    private static List<String> lines(String file) {
        try (InputStream resource = RecordedDigest.class.getResourceAsStream(file)) {
            return new String(resource.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("# "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String escaped) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            plain.append(
                    c != '\\'
                            ? c
                            : switch (escaped.charAt(++i)) {
                                case 'n' -> '\n';
                                case 'r' -> '\r';
                                case 't' -> '\t';
                                default -> '\\';
                            });
        }
        return plain.toString();
    }
}
