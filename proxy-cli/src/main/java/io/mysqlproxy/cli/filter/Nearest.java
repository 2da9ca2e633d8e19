package io.mysqlproxy.cli.filter;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Guesses which name was meant by one that does not exist. */
final class Nearest {
    /** Longer than any name we have; what is longer still was not meant to be one. */
    private static final int LONGEST = 40;

    private Nearest() {}

    /** {@code ; did you mean duration?}, or all the names there are if none is near. */
    static String hint(String wrong, Collection<String> names) {
        String name = wrong.toLowerCase(Locale.ROOT);
        return name.length() > LONGEST ? all(names.stream()) : nearest(name, names);
    }

    private static String nearest(String wrong, Collection<String> names) {
        String best = "";
        // A third of the letters may be wrong: more, and any short name is near to any other.
        int least = Math.max(1, wrong.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(wrong, name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? all(names.stream()) : "; did you mean " + best + "?";
    }

    private static String all(Stream<String> names) {
        return names.collect(Collectors.joining(", ", " (there are: ", ")"));
    }

    /** How many letters must be added, taken away, replaced, or swapped with their neighbour. */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 ? j : j == 0 ? i : fewest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int fewest(int[][] edits, String from, String to, int i, int j) {
        char last = from.charAt(i - 1);
        int replaced = edits[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
        int fewest = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean isSwap = i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return isSwap ? Math.min(fewest, 1 + edits[i - 2][j - 2]) : fewest;
    }
}
