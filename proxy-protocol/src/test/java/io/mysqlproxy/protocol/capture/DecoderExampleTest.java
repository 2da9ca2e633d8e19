package io.mysqlproxy.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.PacketDecoder;
import io.mysqlproxy.protocol.conversation.PacketKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/testing.md. */
class DecoderExampleTest {
    @Test
    void namesThePacketsOfALogin() {
        List<PacketKind> kinds = new ArrayList<>();
        PacketDecoder decoder = new PacketDecoder(1, event -> kinds.add(event.kind()));

        Transcript.resource(getClass(), "/fixtures/mysql-9.7.4_mysql-client-9.7.4_unknown-database_2026-11-22.txt")
                .replayByteByByte((direction, bytes) -> decoder.onBytes(direction, bytes, 0));

        assertThat(kinds)
                .containsExactly(
                        PacketKind.HANDSHAKE_V10,
                        PacketKind.HANDSHAKE_RESPONSE_41,
                        PacketKind.AUTH_MORE_DATA,
                        PacketKind.ERR);
    }
}
