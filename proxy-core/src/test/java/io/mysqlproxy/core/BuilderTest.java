package io.mysqlproxy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BuilderTest {
    private static TcpProxy.Builder valid() {
        return TcpProxy.listenOn(0).upstream("localhost", 3306);
    }

    @Test
    void saysWhatIsWrongWithAnArgument() {
        refuses("port must be 0 to 65535, was 65536", builder -> TcpProxy.listenOn(65536));
        refuses("port must be 0 to 65535, was -1", builder -> TcpProxy.listenOn("localhost", -1));
        refuses("host must not be blank", builder -> TcpProxy.listenOn(" ", 3307));
        refuses("port must be 1 to 65535, was 0", builder -> builder.upstream("localhost", 0));
        refuses("backlog must be 1 or more, was 0", builder -> builder.backlog(0));
        refuses("maxSessions must be 1 or more, was -5", builder -> builder.maxSessions(-5));
        refuses("closeGrace must be zero or more, was PT-1S", builder -> builder.closeGrace(Duration.ofSeconds(-1)));
        refuses("connectTimeout must be PT0.001S to PT24H, was PT0S", builder -> builder.connectTimeout(Duration.ZERO));
        refuses("idleTimeout must be a millisecond or more, was PT0S", builder -> builder.idleTimeout(Duration.ZERO));
        refuses(
                "SO_LINGER is set by the proxy itself, to pass resets on",
                builder -> builder.socketOption(StandardSocketOptions.SO_LINGER, 1));
    }

    private static void refuses(String message, Consumer<TcpProxy.Builder> misuse) {
        assertThatThrownBy(() -> misuse.accept(valid()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void needsAnUpstream() {
        assertThatThrownBy(() -> TcpProxy.listenOn(0).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no upstream was given: where should clients be connected to?");
    }

    @Test
    void refusesASocketOptionThatSocketsDoNotHave() {
        assertThatThrownBy(() -> valid().socketOption(StandardSocketOptions.IP_MULTICAST_LOOP, true)
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("socket option IP_MULTICAST_LOOP cannot be set to true: ");
    }

    @Test
    void listensOnTheLoopbackAddressOfAFreePort() throws IOException {
        try (TcpProxy proxy = valid().start()) {
            assertThat(proxy.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(proxy.port()).isBetween(1, 65535);
            assertThat(proxy.isOpen()).isTrue();
            assertThat(proxy).hasToString("TcpProxy on 127.0.0.1:" + proxy.port());
        }
    }

    @Test
    void listensOnAllAddressesWhenTold() throws IOException {
        try (TcpProxy proxy =
                TcpProxy.listenOn("0.0.0.0", 0).upstream("localhost", 3306).start()) {
            assertThat(proxy.address().getAddress().isAnyLocalAddress()).isTrue();
        }
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (TcpProxy proxy = valid().start()) {
            assertThatThrownBy(() -> TcpProxy.listenOn(proxy.port())
                            .upstream("localhost", 3306)
                            .start())
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + proxy.port() + ": Address already in use");
        }
    }

    @Test
    void saysThatItsOwnHostIsUnknown() {
        assertThatThrownBy(() -> TcpProxy.listenOn("no-such-host.invalid", 3307)
                        .upstream("localhost", 3306)
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on no-such-host.invalid:3307: unknown host");
    }

    @Test
    void saysThatTheAddressIsNotOfThisMachine() {
        assertThatThrownBy(() -> TcpProxy.listenOn(new InetSocketAddress("192.0.2.1", 3307))
                        .upstream("localhost", 3306)
                        .start())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 192.0.2.1:3307: Cannot assign requested address");
    }

    @Test
    void showsAddressesAsOneWouldTypeThem() throws IOException {
        InetAddress sixth = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(HostPort.of(new InetSocketAddress(sixth, 3306))).isEqualTo("[0:0:0:0:0:0:0:1]:3306");
        assertThat(HostPort.of(InetSocketAddress.createUnresolved("db", 3306))).isEqualTo("db:3306");
    }
}
