package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OkTest {
    private static final Capabilities TRACKING =
            Capabilities.of(Capability.PROTOCOL_41, Capability.SESSION_TRACK, Capability.DEPRECATE_EOF);

    /** MySQL 9.7.4, raw client, 2026-11: the answer to {@code USE mysql}. */
    private static final Bytes USE_MYSQL = Bytes.hex("""
            00 00 00 02 40 00 00 00 22
            00 15 0c 73 74 61 74 65 6d 65 6e 74 5f 69 64 07 37 30 32 31 30 30 33
            01 06 05 6d 79 73 71 6c
            02 01 31
            """);

    @Test
    @Rule({"OK-2", "OK-5"})
    void tellsWhatChangedInTheSession() {
        Ok ok = Ok.decode(WireReader.of(USE_MYSQL), TRACKING);

        assertThat(ok)
                .isEqualTo(new Ok(
                        Ok.HEADER,
                        0,
                        0,
                        Optional.of(StatusFlags.of(ServerStatus.AUTOCOMMIT, ServerStatus.SESSION_STATE_CHANGED)),
                        OptionalInt.of(0),
                        new OkInfo.Text(Bytes.EMPTY),
                        Optional.of(SessionState.of(
                                new SessionStateChange.SystemVariables(
                                        List.of(SystemVariable.of("statement_id", "7021003"))),
                                new SessionStateChange.Schema(Bytes.utf8("mysql")),
                                new SessionStateChange.Changed('1'))),
                        Oddities.NONE));
        assertThat(ok.encoded()).isEqualTo(USE_MYSQL);
    }
}
