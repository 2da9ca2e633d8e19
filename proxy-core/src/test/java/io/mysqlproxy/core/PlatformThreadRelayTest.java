package io.mysqlproxy.core;

class PlatformThreadRelayTest extends RelayContract {
    @Override
    TcpProxy.Builder scheduled(TcpProxy.Builder builder) {
        return builder.threadFactory(Thread.ofPlatform().daemon().factory());
    }
}
