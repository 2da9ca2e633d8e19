package io.mysqlproxy.protocol.tls;

import java.io.IOException;

/** All of it where a thread can wait for bytes only by reading them, so that the read that waits for the server is handed over. */
class TlsInterceptionOnTheJdkSchedulerTest extends TlsInterceptionTest {
    TlsInterceptionOnTheJdkSchedulerTest() throws IOException {}

    @Override
    int carriers() {
        return 0;
    }
}
