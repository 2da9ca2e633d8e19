package io.mysqlproxy.cli;

import java.util.List;

/**
 * What a packet tells a person.
 *
 * @param line the fields that matter, on one line
 * @param more further lines below it, mostly none
 * @param isError whether something failed
 */
record Meaning(String line, List<String> more, boolean isError) {
    static Meaning of(String line) {
        return new Meaning(line, List.of(), false);
    }

    static Meaning error(String line) {
        return new Meaning(line, List.of(), true);
    }
}
