package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mysqlproxy.protocol.Rule;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.MalformedPacketException;
import io.mysqlproxy.protocol.wire.Oddities;
import io.mysqlproxy.protocol.wire.WireReader;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in front of column definitions: their number, and the answer to a prepare. */
class ResultHeadTest {
    private static final Capabilities OPTIONAL = Capabilities.of(Capability.OPTIONAL_RESULTSET_METADATA);
    private static final Capabilities CACHED = Capabilities.of(Capability.MARIADB_CACHE_METADATA);

    @Test
    void readsTheNumberOfColumns() {
        Bytes packet = Bytes.hex("fc0010");

        ColumnCount count = ColumnCount.decode(WireReader.of(packet), Capabilities.NONE);

        assertThat(count).isEqualTo(ColumnCount.of(4096));
        assertThat(count.hasDefinitions()).isTrue();
        assertThat(count.unsafeEncoded()).isEqualTo(packet);
    }

    /** MySQL 9.7.4, raw client, 2026-11-22: resultset_metadata is NONE. MariaDB 11.8.9 leaves definitions out in the same way. */
    @Test
    @Rule("RES-1")
    void findsTheMetadataBehindTheNumberOfColumns() {
        Bytes packet = Bytes.hex("02 00");

        ColumnCount mysql = ColumnCount.decode(WireReader.of(packet), OPTIONAL);
        ColumnCount mariaDb = ColumnCount.decode(WireReader.of(packet), CACHED);

        assertThat(mysql).isEqualTo(new ColumnCount(2, OptionalInt.of(0), Oddities.NONE));
        assertThat(mysql.hasDefinitions()).isFalse();
        assertThat(mysql.unsafeEncoded()).isEqualTo(packet);
        assertThat(mariaDb).isEqualTo(mysql);
    }

    @Test
    @Rule("LIM-3")
    void readsANumberOfColumnsThatNobodyHas() {
        Bytes packet = Bytes.hex("fe ffffffffffffffff");

        assertThat(ColumnCount.decode(WireReader.of(packet), Capabilities.NONE)).isEqualTo(ColumnCount.of(-1));
    }

    /** MySQL 9.7.4, raw client, 2026-11-22, with other numbers. */
    @Test
    void readsTheAnswerToAPrepare() {
        Bytes packet = Bytes.hex("00 07000000 0200 0300 00 0100");

        PrepareOk prepared = PrepareOk.decode(WireReader.of(packet), Capabilities.NONE);

        assertThat(prepared)
                .isEqualTo(new PrepareOk(7, 2, 3, 0, OptionalInt.of(1), OptionalInt.empty(), Oddities.NONE));
        assertThat(prepared.hasDefinitions()).isTrue();
        assertThat(prepared.unsafeEncoded()).isEqualTo(packet);
    }

    @Test
    @Rule("STM-1")
    void readsWhetherDefinitionsFollowAPrepare() {
        Bytes packet = Bytes.hex("00 01000000 0200 0200 00 0000 00");

        PrepareOk prepared = PrepareOk.decode(WireReader.of(packet), OPTIONAL);

        assertThat(prepared).isEqualTo(new PrepareOk(1, 2, 2, 0, OptionalInt.of(0), OptionalInt.of(0), Oddities.NONE));
        assertThat(prepared.hasDefinitions()).isFalse();
        assertThat(prepared.unsafeEncoded()).isEqualTo(packet);
    }

    /** MariaDB 11.8.9 sends twelve bytes whatever the client caches. */
    @Test
    @Rule("STM-2")
    void expectsNoMetadataOfMariaDbInTheAnswerToAPrepare() {
        Bytes packet = Bytes.hex("00 01000000 0200 0200 00 0000");

        assertThat(PrepareOk.decode(WireReader.of(packet), CACHED)).isEqualTo(PrepareOk.of(1, 2, 2));
    }

    /** From the sources of 4.1's first days. */
    @Test
    @Rule("STM-5")
    void readsAnAnswerToAPrepareOfNineBytes() {
        Bytes packet = Bytes.hex("00 01000000 0200 0300");

        PrepareOk prepared = PrepareOk.decode(WireReader.of(packet), Capabilities.NONE);

        assertThat(prepared)
                .isEqualTo(new PrepareOk(1, 2, 3, 0, OptionalInt.empty(), OptionalInt.empty(), Oddities.NONE));
        assertThat(prepared.unsafeEncoded()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00 010000", "00 01000000 0200 03", "ff 01000000 0200 0300"})
    void refusesAnAnswerToAPrepareThatIsTooShortOrNone(String hex) {
        assertThatThrownBy(() -> PrepareOk.decode(WireReader.of(Bytes.hex(hex)), OPTIONAL))
                .isInstanceOf(MalformedPacketException.class);
    }
}
