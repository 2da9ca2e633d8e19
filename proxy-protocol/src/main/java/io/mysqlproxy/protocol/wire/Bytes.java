package io.mysqlproxy.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An immutable byte string. The protocol's strings are bytes in a character set that only the session knows, so messages keep bytes and whoever shows
 * them chooses how (rule TYP-5).
 */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** The given bytes; the array is copied. */
    public static Bytes of(byte... content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    /** The bytes from position to limit, which are left as they were. */
    public static Bytes copyOf(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return EMPTY;
        }
        byte[] content = new byte[buffer.remaining()];
        buffer.get(buffer.position(), content);
        return new Bytes(content);
    }

    /** The text in UTF-8. */
    public static Bytes utf8(String text) {
        return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Two hexadecimal digits per byte; white space between bytes is ignored.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Bytes hex(String digits) {
        return of(HexFormat.of().parseHex(digits.replaceAll("\\s+", "")));
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** The byte at the index, 0 to 255. */
    public int byteAt(int index) {
        return content[index] & 0xff;
    }

    /** Bytes from {@code start} (inclusive) to {@code end} (exclusive). */
    public Bytes slice(int start, int end) {
        return of(Arrays.copyOfRange(content, start, end));
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** The text in the character set; what is illegal in it becomes the replacement character, never an error. */
    public String text(Charset charset) {
        return new String(content, charset);
    }

    /** {@link #text} in UTF-8. */
    public String utf8() {
        return text(StandardCharsets.UTF_8);
    }

    /** Whether the bytes are well-formed UTF-8, as plain ASCII is. */
    public boolean isUtf8() {
        return strictUtf8().isPresent();
    }

    /** The text, if the bytes are well-formed UTF-8 without control characters other than tab and line ends. */
    public Optional<String> printable() {
        return strictUtf8()
                .filter(text ->
                        text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r'));
    }

    private Optional<String> strictUtf8() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** Two lower-case hexadecimal digits per byte, nothing between. */
    public String toHex() {
        return HexFormat.of().formatHex(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The text where the bytes are printable, otherwise {@code 0x} and the hexadecimal digits. */
    @Override
    public String toString() {
        return printable().orElseGet(() -> "0x" + toHex());
    }
}
