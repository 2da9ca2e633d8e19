package io.mysqlproxy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines of a file, so that what a page shows can be compared with what a test runs. */
final class Excerpt {
    private Excerpt() {}

    /** What stands between the first line {@code begin} and the next line {@code end}, without indentation. */
    static List<String> of(Path file, String begin, String end) throws IOException {
        List<String> stripped =
                Files.readAllLines(file).stream().map(String::strip).toList();
        int from = stripped.indexOf(begin) + 1;
        return stripped.subList(
                from, from + stripped.subList(from, stripped.size()).indexOf(end));
    }
}
