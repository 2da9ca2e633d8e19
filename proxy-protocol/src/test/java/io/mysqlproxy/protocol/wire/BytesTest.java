package io.mysqlproxy.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    @Test
    void sharesNoArrayWithAnybody() {
        byte[] array = {1, 2};
        Bytes bytes = Bytes.of(array);

        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.hex("0102"));
        assertThatThrownBy(() -> bytes.asByteBuffer().put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void copiesWhatABufferHasLeftAndLeavesTheBufferAsItWas() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);

        assertThat(Bytes.copyOf(buffer)).isEqualTo(Bytes.hex("0102"));
        assertThat(buffer.remaining()).isEqualTo(2);
    }

    @Test
    void isAValue() {
        assertThat(Bytes.utf8("ab"))
                .isEqualTo(Bytes.hex("61 62"))
                .hasSameHashCodeAs(Bytes.hex("6162"))
                .isNotEqualTo(Bytes.utf8("abc"));
        assertThat(Bytes.of()).isSameAs(Bytes.EMPTY);
    }

    @Test
    void lendsItsBytesSingly() {
        Bytes bytes = Bytes.hex("00 7f ff");

        assertThat(bytes.byteAt(2)).isEqualTo(0xff);
        assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.hex("7fff"));
        assertThat(bytes.toHex()).isEqualTo("007fff");
    }

    @Test
    void refusesDigitsThatAreNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.hex("0g"));
    }

    @Test
    @Rule({"TYP-5", "LIM-19"})
    void readsTextInAnyCharacterSetWithoutEverFailing() {
        assertThat(Bytes.hex("e4").text(StandardCharsets.ISO_8859_1)).isEqualTo("ä");
        assertThat(Bytes.hex("e4 61 ff").utf8()).isEqualTo("\ufffda\ufffd");
        assertThat(Bytes.hex("eda080").utf8()).isNotEmpty(); // half of a surrogate pair
    }

    @Test
    void showsReadableTextAsTextAndAnythingElseAsDigits() {
        assertThat(Bytes.utf8("größe\n")).hasToString("größe\n");
        assertThat(Bytes.hex("e461")).hasToString("0xe461");
        assertThat(Bytes.hex("1b5b324a")).hasToString("0x1b5b324a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6162", "c3a4", "f09f9880", "00"})
    void knowsUtf8(String hex) {
        assertThat(Bytes.hex(hex).isUtf8()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"e4", "c0af", "eda080", "c3"})
    void knowsWhatIsNoUtf8(String hex) {
        assertThat(Bytes.hex(hex).isUtf8()).isFalse();
    }
}
