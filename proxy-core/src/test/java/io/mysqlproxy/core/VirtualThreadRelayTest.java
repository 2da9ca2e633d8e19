package io.mysqlproxy.core;

class VirtualThreadRelayTest extends RelayContract {
    @Override
    TcpProxy.Builder scheduled(TcpProxy.Builder builder) {
        return builder.carriers(0);
    }
}
