package io.mysqlproxy.core;

import java.util.concurrent.ThreadFactory;

class PlatformThreadRelayTest extends RelayContract {
    @Override
    ThreadFactory threads() {
        return Thread.ofPlatform().daemon().factory();
    }
}
