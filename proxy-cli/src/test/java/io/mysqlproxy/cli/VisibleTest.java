package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.wire.Bytes;
import org.junit.jupiter.api.Test;

class VisibleTest {
    @Test
    void keepsText() {
        assertThat(Visible.text("SELECT 'Ä中😀'", 80)).isEqualTo("SELECT 'Ä中😀'");
    }

    @Test
    @Rule("LIM-25")
    void escapesEverythingATerminalWouldObey() {
        assertThat(Visible.text("a\u001b[31mb\u0007\u009bc\u007f\n\r\t\u2028\u202e\ud800", 80))
                .isEqualTo("a\\x1b[31mb\\x07\\x9bc\\x7f\\n\\r\\t\\u2028\\u202e\\ud800");
    }

    @Test
    void countsCharactersAsPeopleDoWhenItCuts() {
        assertThat(Visible.text("😀😀😀", 3)).isEqualTo("😀😀😀");
        assertThat(Visible.text("😀😀😀", 2)).isEqualTo("😀😀…");
    }

    @Test
    void showsBytesThatAreNoTextAsDigits() {
        assertThat(Visible.text(Bytes.hex("00ff8001"), 80)).isEqualTo("0x00ff8001");
    }

    @Test
    void showsTextInAnotherCharacterSetAsFarAsItCanBeRead() {
        assertThat(Visible.text(Bytes.hex("4dfc6e6368656e"), 80)).isEqualTo("M\ufffdnchen");
    }

    @Test
    void cutsBytesBeforeItLooksAtThem() {
        assertThat(Visible.text(Bytes.utf8("Ä".repeat(1000)), 3)).isEqualTo("ÄÄÄ…");
    }
}
