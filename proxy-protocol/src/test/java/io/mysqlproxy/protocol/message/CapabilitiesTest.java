package io.mysqlproxy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.protocol.Rule;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void knowsTheFlagsByTheirBits() {
        assertThat(new Capabilities(0x0000_0010_0000_8200L))
                .isEqualTo(Capabilities.of(
                        Capability.PROTOCOL_41, Capability.SECURE_CONNECTION, Capability.MARIADB_CACHE_METADATA));
    }

    @Test
    void keepsMariaDbsFlagsAboveThoseOfMySql() {
        Capabilities capabilities = new Capabilities(0x0000_001d_81ff_f7feL);

        assertThat(capabilities.mysqlBits()).isEqualTo(0x81ff_f7feL);
        assertThat(capabilities.mariaDbBits()).isEqualTo(0x1d);
    }

    @Test
    @Rule("R-2")
    void tellsWhatTwoPeersHaveInCommonAndWhatOnlyOneHas() {
        Capabilities client = Capabilities.of(Capability.PROTOCOL_41, Capability.COMPRESS);
        Capabilities server = Capabilities.of(Capability.PROTOCOL_41, Capability.SSL);

        assertThat(client.and(server)).isEqualTo(Capabilities.of(Capability.PROTOCOL_41));
        assertThat(client.without(server)).isEqualTo(Capabilities.of(Capability.COMPRESS));
        assertThat(client.or(server))
                .isEqualTo(Capabilities.of(Capability.PROTOCOL_41, Capability.COMPRESS, Capability.SSL));
        assertThat(client.with(Capability.SSL).without(Capability.COMPRESS))
                .isEqualTo(Capabilities.of(Capability.PROTOCOL_41, Capability.SSL));
    }

    @Test
    void namesFlagsAndTheBitsThatHaveNoName() {
        assertThat(new Capabilities(1L << 63 | 1L << 38 | 1L << 32 | 1))
                .hasToString("LONG_PASSWORD MARIADB_PROGRESS BIT_38 BIT_63");
        assertThat(Capabilities.NONE).hasToString("none");
        assertThat(new Capabilities(-1).names()).hasSize(64);
    }

    @Test
    void namesTheServersStatusInTheSameWay() {
        assertThat(new StatusFlags(0x0007)).hasToString("IN_TRANS AUTOCOMMIT BIT_2");
        assertThat(new StatusFlags(0)).hasToString("none");
        assertThat(StatusFlags.of(ServerStatus.AUTOCOMMIT, ServerStatus.ANSI_QUOTES))
                .isEqualTo(new StatusFlags(0x8002));
    }
}
