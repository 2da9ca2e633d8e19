package io.mysqlproxy.protocol;

import io.mysqlproxy.core.TcpProxy;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MySqlTapTest {
    private static final int ROUNDS = 2_000;

    /** Told behind the forwarding, a question in a hundred would come after its answer. */
    @Test
    @Timeout(120)
    @Rule("QUE-7")
    void tellsEveryCommandBeforeItsAnswerThoughTheServerAnswersAtOnce() throws IOException {
        try (HonestSession session = new HonestSession();
                TcpProxy proxy = TcpProxy.listenOn(0)
                        .upstream("127.0.0.1", session.address().getPort())
                        .tap(MySqlTap.reportingTo(session))
                        .start()) {
            session.begin(proxy);
            for (int i = 0; i < ROUNDS; i++) {
                session.round();
            }

            session.verify();
        }
    }
}
