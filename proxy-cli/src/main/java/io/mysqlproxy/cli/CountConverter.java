package io.mysqlproxy.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many of something: a whole number from 1 up. */
final class CountConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
        if (value.matches("0*[1-9]\\d{0,8}")) {
            return Integer.valueOf(value);
        }
        throw new TypeConversionException("'" + value + "' is no number from 1 to 999999999");
    }
}
