package io.mysqlproxy.cli;

import static io.mysqlproxy.cli.Formats.json;
import static io.mysqlproxy.cli.Formats.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.message.Command;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.MySqlMessage;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.message.TextRow;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final Command.Query QUERY = new Command.Query(
            Optional.empty(), SqlText.of("SELECT * FROM t WHERE name = 'Ann O''Hara' AND age > 4711"), Oddities.NONE);
    private static final TextRow ROW = new TextRow(
            List.of(Optional.of(Bytes.utf8("Ann")), Optional.empty(), Optional.of(Bytes.utf8("4711"))), Oddities.NONE);

    @Test
    void putsAMarkInPlaceOfEachLiteral() {
        assertThat(Masking.sql(QUERY.sql()).display()).isEqualTo("SELECT * FROM t WHERE name = '?' AND age > ?");
    }

    @Test
    void leavesOutWhatAnErrorQuotesFromTheFirstQuoteToTheLast() {
        assertThat(Masking.error(Err.of(1062, "23000", "Duplicate entry 'O'Hara' for key 't.PRIMARY'")))
                .isEqualTo(Err.of(1062, "23000", "Duplicate entry '?'"));
        assertThat(Masking.error(Err.of(1644, "45000", "no such customer: Ann")))
                .isEqualTo(Err.of(1644, "45000", "?"));
        assertThat(Masking.error(Err.of(1046, "3D000", "No database selected")))
                .isEqualTo(Err.of(1046, "3D000", "No database selected"));
    }

    @Test
    void keepsThePacketsLengthAndLayout() {
        assertThat(masked(PacketKind.COM_QUERY, QUERY).payload())
                .isEqualTo(Bytes.utf8("\u0003SELECT * FROM t WHERE name = '???????????' AND age > 0000")
                        .asByteBuffer());
        assertThat(masked(PacketKind.TEXT_ROW, ROW).payload())
                .isEqualTo(Bytes.hex("033f3f3ffb043f3f3f3f").asByteBuffer());
    }

    @Test
    void hidesFromEveryFormat() {
        for (TraceFormat format : List.of(text(Paint.PLAIN, true, Disclosure.MASKED), json(true, Disclosure.MASKED))) {
            String output = show(format, PacketKind.COM_QUERY, QUERY)
                    + show(format, PacketKind.TEXT_ROW, ROW)
                    + show(format, PacketKind.ERR, Err.of(1062, "23000", "Duplicate entry 'Ann' for key 'x'"));
            assertThat(output)
                    .doesNotContain("Ann", "4711", "34373131", "416e6e", "41 6e 6e")
                    .contains("1062");
        }
    }

    @Test
    void leavesAloneWhatHasNoValues() {
        FakeEvent greeting = FakeEvent.of(PacketKind.HANDSHAKE_V10, Messages.greeting("9.7.4"));

        assertThat(Masking.of((PacketEvent) greeting)).isSameAs(greeting);
    }

    private static String show(TraceFormat format, PacketKind kind, MySqlMessage message) {
        PacketEvent event = masked(kind, message);
        return format.packet(event, event.message());
    }

    private static PacketEvent masked(PacketKind kind, MySqlMessage message) {
        return Masking.of((PacketEvent) FakeEvent.of(kind, message));
    }
}
