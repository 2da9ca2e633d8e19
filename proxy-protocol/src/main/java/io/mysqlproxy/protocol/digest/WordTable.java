package io.mysqlproxy.protocol.digest;

import io.mysqlproxy.protocol.wire.Bytes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens by their names in ASCII, whatever the case, found in place without an object per look-up. */
final class WordTable {
    private final @Nullable String[] names;
    private final @Nullable Token[] tokens;
    private final int mask;
    private int longest;

    /** Names are in upper case. */
    WordTable(Map<String, Token> words) {
        int size = Integer.highestOneBit(Math.max(1, words.size())) * 4;
        names = new String[size];
        tokens = new Token[size];
        mask = size - 1;
        words.forEach((name, token) -> {
            Bytes bytes = Bytes.utf8(name);
            int slot = hash(bytes, 0, bytes.length()) & mask;
            while (names[slot] != null) {
                slot = (slot + 1) & mask;
            }
            names[slot] = name;
            tokens[slot] = token;
            longest = Math.max(longest, name.length());
        });
    }

    @Nullable
    Token find(Bytes sql, int start, int end) {
        if (end - start > longest) {
            return null;
        }
        int slot = hash(sql, start, end) & mask;
        for (String name = names[slot]; name != null; name = names[slot]) {
            if (isAt(name, sql, start, end)) {
                return tokens[slot];
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    private static boolean isAt(String name, Bytes sql, int start, int end) {
        if (name.length() != end - start) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != upper(sql.byteAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static int hash(Bytes sql, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + upper(sql.byteAt(i));
        }
        return hash ^ (hash >>> 16);
    }

    private static int upper(int c) {
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    }
}
