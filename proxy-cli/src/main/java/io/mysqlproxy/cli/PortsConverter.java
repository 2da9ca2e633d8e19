package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.capture.ServerPorts;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 3306}, {@code 3306,3307} or {@code any}. */
final class PortsConverter implements ITypeConverter<ServerPorts> {
    @Override
    public ServerPorts convert(String value) {
        if (value.equals("any")) {
            return ServerPorts.ANY;
        }
        if (!value.matches("\\d{1,5}(,\\d{1,5})*")) {
            throw new TypeConversionException("'" + value + "' is no list of ports (write 3306, 3306,3307 or any)");
        }
        try {
            return ServerPorts.of(
                    Stream.of(value.split(",")).map(Integer::valueOf).toList());
        } catch (IllegalArgumentException outOfRange) {
            throw new TypeConversionException(String.valueOf(outOfRange.getMessage()));
        }
    }
}
