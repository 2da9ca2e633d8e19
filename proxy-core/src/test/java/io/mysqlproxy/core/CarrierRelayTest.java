package io.mysqlproxy.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;

class CarrierRelayTest extends RelayContract {
    @BeforeAll
    static void needsCarriers() {
        assumeTrue(CarrierThreads.obstacle().isEmpty(), "this run is on the JDK's scheduler");
    }

    @Override
    TcpProxy.Builder scheduled(TcpProxy.Builder builder) {
        return builder;
    }
}
