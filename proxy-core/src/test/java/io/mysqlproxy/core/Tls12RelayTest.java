package io.mysqlproxy.core;

class Tls12RelayTest extends TlsRelayContract {
    Tls12RelayTest() {
        super("TLSv1.2");
    }
}
