package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.WireReader;
import org.junit.jupiter.api.Test;

/** Packets without structure: a file and who asks for it, a line of text. */
class FilePacketsTest {
    /** MySQL 9.7.4, mysql client 9.7.4, 2026-11-22. */
    @Test
    void readsWhichFileTheServerWants() {
        Bytes packet = Bytes.hex("fb 2f6c6f61642e637376");

        LocalInfileRequest request = LocalInfileRequest.decode(WireReader.of(packet));

        assertThat(request).isEqualTo(new LocalInfileRequest(Bytes.utf8("/load.csv")));
        assertThat(request.unsafeEncoded()).isEqualTo(packet);
        assertThatThrownBy(() -> LocalInfileRequest.decode(WireReader.of(Bytes.EMPTY)))
                .isInstanceOf(MalformedPacketException.class);
    }

    @Test
    @Rule({"INF-1", "SEC-14"})
    void takesAnyBytesForTheFile() {
        Bytes packet = Bytes.hex("03 53454c4543542031");

        LocalInfileData data = LocalInfileData.decode(WireReader.of(packet));

        assertThat(data).isEqualTo(new LocalInfileData(packet));
        assertThat(data.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("INF-2")
    void takesAnEmptyPacketForTheEndOfTheFile() {
        LocalInfileData end = LocalInfileData.decode(WireReader.of(Bytes.EMPTY));

        assertThat(end).isEqualTo(new LocalInfileData(Bytes.EMPTY));
        assertThat(end.unsafeEncoded()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    @Rule("CMD-3")
    void readsTheServersStatisticsAsText() {
        Bytes packet = Bytes.utf8("Uptime: 7  Threads: 2");

        StatisticsText text = StatisticsText.decode(WireReader.of(packet));

        assertThat(text).isEqualTo(new StatisticsText(packet));
        assertThat(text.unsafeEncoded()).isEqualTo(packet);
    }
}
