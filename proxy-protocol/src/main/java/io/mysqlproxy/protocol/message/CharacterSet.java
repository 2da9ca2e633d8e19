package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * A server's character set and Java's for it. Where Java has none (armscii8, dec8, geostd8, hp8, keybcs2, swe7), or leaves it out of a small run-time image,
 * text is read as ASCII: every other byte becomes the replacement character.
 *
 * @param name as the server's
 * @param charset in which {@link #text} reads; without meaning for {@link #BINARY}
 * @see <a href="https://dev.mysql.com/doc/refman/en/charset-charsets.html">Supported character sets</a>
 */
public record CharacterSet(String name, Charset charset) {
    /** No text but bytes. */
    public static final CharacterSet BINARY = new CharacterSet("binary", StandardCharsets.ISO_8859_1);

    public static final CharacterSet UTF8MB4 = new CharacterSet("utf8mb4", StandardCharsets.UTF_8);

    /** One that is not known: nearly all text is UTF-8 today. */
    public static final CharacterSet UNKNOWN = new CharacterSet("unknown", StandardCharsets.UTF_8);

    /** The server's names and Java's. The server's latin1 is Windows' code page 1252. */
    private static final String NAMES = """
            ascii US-ASCII         big5 Big5                cp1250 windows-1250    cp1251 windows-1251  cp1256 windows-1256
            cp1257 windows-1257    cp850 IBM850             cp852 IBM852           cp866 IBM866         cp932 windows-31j
            eucjpms x-eucJP-Open   euckr EUC-KR             gb18030 GB18030        gb2312 GB2312        gbk GBK
            greek ISO-8859-7       hebrew ISO-8859-8        koi8r KOI8-R           koi8u KOI8-U         latin1 windows-1252
            latin2 ISO-8859-2      latin5 ISO-8859-9        latin7 ISO-8859-13     macce x-MacCentralEurope
            macroman x-MacRoman    sjis Shift_JIS           tis620 TIS-620         ucs2 UTF-16BE        ujis EUC-JP
            utf16 UTF-16BE         utf16le UTF-16LE         utf32 UTF-32BE         utf8 UTF-8           utf8mb3 UTF-8
            armscii8 US-ASCII      dec8 US-ASCII            geostd8 US-ASCII       hp8 US-ASCII         keybcs2 US-ASCII
            swe7 US-ASCII
            """;

    private static final Map<String, CharacterSet> BY_NAME = load();

    /** By the server's name, such as {@code utf8mb4}; {@link #UNKNOWN} for any other. */
    public static CharacterSet of(String name) {
        return BY_NAME.getOrDefault(name, UNKNOWN);
    }

    public boolean isBinary() {
        return equals(BINARY);
    }

    /** The text; what is illegal in the character set becomes the replacement character, never an error (TYP-5). */
    public String text(Bytes bytes) {
        return bytes.text(charset);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    private static Map<String, CharacterSet> load() {
        Map<String, CharacterSet> byName = new HashMap<>();
        byName.put(BINARY.name, BINARY);
        byName.put(UTF8MB4.name, UTF8MB4);
        StringTokenizer words = new StringTokenizer(NAMES);
        while (words.hasMoreTokens()) {
            String name = words.nextToken();
            String java = words.nextToken();
            Charset charset = Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.US_ASCII;
            byName.put(name, new CharacterSet(name, charset));
        }
        return byName;
    }
}
