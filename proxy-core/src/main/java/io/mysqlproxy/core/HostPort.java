package io.mysqlproxy.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An address as a person would type it: {@code db:3306}, {@code 10.0.0.7:3306}, {@code [::1]:3306}. */
final class HostPort {
    private HostPort() {}

    /** Never asks a name server. */
    static String of(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
