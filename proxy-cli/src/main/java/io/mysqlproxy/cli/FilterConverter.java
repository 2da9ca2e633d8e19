package io.mysqlproxy.cli;

import io.mysqlproxy.cli.filter.Filter;
import io.mysqlproxy.cli.filter.FilterException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code --filter}: see docs/filter.md. */
final class FilterConverter implements ITypeConverter<Filter> {
    @Override
    public Filter convert(String value) {
        try {
            return Filter.parse(value);
        } catch (FilterException problem) {
            throw new TypeConversionException(problem.getMessage());
        }
    }
}
