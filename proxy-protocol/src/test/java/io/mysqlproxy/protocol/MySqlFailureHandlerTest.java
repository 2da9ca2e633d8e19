package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.ConnectFailed;
import io.mysqlproxy.core.TcpProxy;
import io.mysqlproxy.protocol.message.Err;
import io.mysqlproxy.protocol.message.ErrorText;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.WireReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MySqlFailureHandlerTest {
    @Test
    @Rule("CON-1")
    void tellsTheClientInPlaceOfTheGreetingWhyTheServerCannotBeReached() throws IOException {
        // Taken, but nobody listens: a port that was merely closed may be somebody else's by the time it is dialled.
        try (SocketChannel taken =
                        SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream("127.0.0.1", portOf(taken))
                        .failureHandler(new MySqlFailureHandler())
                        .start();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            Bytes answer = Bytes.of(client.getInputStream().readAllBytes());

            WireReader reader = WireReader.of(answer);
            assertThat(reader.int3("length")).isEqualTo(answer.length() - 4);
            assertThat(reader.int1("sequence id")).isZero();
            assertThat(Err.decode(reader))
                    .isEqualTo(new Err(
                            1105,
                            Optional.empty(),
                            ErrorText.of("Can't connect to MySQL server on '127.0.0.1:" + portOf(taken)
                                    + "' (Connection refused)")));
        }
    }

    @Test
    void namesAnUnknownHostAsTheClientLibraryDoes() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("db.invalid", 3306);

        assertThat(MySqlFailureHandler.errorFor(
                        new ConnectFailed(nowhere, ConnectFailed.Cause.UNKNOWN_HOST, "unknown host")))
                .isEqualTo(new Err(
                        1105,
                        Optional.empty(),
                        ErrorText.of("Unknown MySQL server host 'db.invalid:3306' (unknown host)")));
    }

    @Test
    void saysTooManyConnectionsAsAFullServerDoes() {
        assertThat(MySqlFailureHandler.errorFor(new CloseReason.TooManySessions(10)))
                .isEqualTo(new Err(1040, Optional.empty(), ErrorText.of("Too many connections")));
    }

    private static int portOf(SocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }
}
