package io.mysqlproxy.core;

import java.util.concurrent.ThreadFactory;

class VirtualThreadRelayTest extends RelayContract {
    @Override
    ThreadFactory threads() {
        return Thread.ofVirtual().factory();
    }
}
