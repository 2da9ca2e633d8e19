package io.mysqlproxy.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An address as people write it: {@code db:3306}, {@code 10.0.0.7:3306}, {@code [::1]:3306}.
 *
 * @param host a name or an address literal, an IPv6 literal without its brackets
 * @param port 0 to 65535
 */
record HostPort(String host, int port) {
    private static final int MYSQL_PORT = 3306;
    private static final Pattern BRACKETED = Pattern.compile("\\[(?<host>[^\\]]+)](?::(?<port>\\d+))?");
    private static final Pattern PLAIN = Pattern.compile("(?<host>[^:\\[\\]\\s]+)(?::(?<port>\\d+))?");

    /** {@code [HOST:]PORT}: the host is 127.0.0.1 unless given; port 0 lets the system choose a free one. */
    static final class Listen implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String value) {
            if (value.matches("\\d+")) {
                return new HostPort("127.0.0.1", port(value, 0));
            }
            Matcher matcher = match(value);
            if (matcher.group("port") == null) {
                throw new TypeConversionException("'" + value + "' has no port (write [HOST:]PORT, as in 3307)");
            }
            return new HostPort(matcher.group("host"), port(matcher.group("port"), 0));
        }
    }

    /** {@code HOST[:PORT]}: the port is 3306 unless given. */
    static final class Backend implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String value) {
            if (value.matches("\\d+")) {
                throw new TypeConversionException("'" + value + "' has no host (write HOST:PORT, as in db:3306)");
            }
            Matcher matcher = match(value);
            String port = matcher.group("port");
            return new HostPort(matcher.group("host"), port == null ? MYSQL_PORT : port(port, 1));
        }
    }

    /** The address as numbers where they are known; never asks a name server. */
    static HostPort of(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        return new HostPort(resolved == null ? address.getHostString() : resolved.getHostAddress(), address.getPort());
    }

    /** The address, resolved; {@link InetSocketAddress#isUnresolved} when the name is not known. */
    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    private static Matcher match(String value) {
        Matcher bracketed = BRACKETED.matcher(value);
        if (bracketed.matches()) {
            return bracketed;
        }
        Matcher plain = PLAIN.matcher(value);
        if (plain.matches()) {
            return plain;
        }
        String hint = value.indexOf(':') != value.lastIndexOf(':') && value.indexOf('[') < 0
                ? "put an IPv6 address in brackets, as in [::1]:3306"
                : "write HOST:PORT, as in db:3306";
        throw new TypeConversionException("'" + value + "' is no address (" + hint + ")");
    }

    private static int port(String digits, int lowest) {
        int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (port < lowest || port > 65535) {
            throw new TypeConversionException("port " + digits + " is not between " + lowest + " and 65535");
        }
        return port;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
