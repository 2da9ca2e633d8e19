package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.message.Dissection;
import io.mysqlproxy.protocol.message.Parameter;
import io.mysqlproxy.protocol.message.ParameterValue;
import io.mysqlproxy.protocol.message.Parameters;
import io.mysqlproxy.protocol.message.QueryAttributes;
import io.mysqlproxy.protocol.message.StmtExecute;
import io.mysqlproxy.protocol.message.Value;
import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Oddities;
import java.util.List;
import java.util.Optional;

/** Parameters of which only is told that they are there: {@code ?} for each value, and NULL for NULL, as in a masked statement. */
final class MaskedParameters {
    private static final Value MARK = new Value.Binary(Bytes.utf8("?"));

    private MaskedParameters() {}

    /** Empty when it was not found out which bytes are values. */
    static Optional<StmtExecute> of(StmtExecute execute) {
        Parameters parameters = execute.parameters();
        if (parameters.dissection() != Dissection.COMPLETE
                || !execute.oddities().equals(Oddities.NONE)) {
            return Optional.empty();
        }
        List<ParameterValue> marks =
                parameters.values().stream().map(MaskedParameters::mark).toList();
        return Optional.of(new StmtExecute(
                execute.statementId(),
                execute.flags(),
                execute.iterations(),
                new Parameters(
                        parameters.announced(),
                        parameters.nulls(),
                        parameters.typesFollow(),
                        parameters.types(),
                        marks,
                        parameters.dissection()),
                execute.oddities()));
    }

    static QueryAttributes of(QueryAttributes attributes) {
        return new QueryAttributes(attributes.sets(), attributes.nulls(), of(attributes.attributes()));
    }

    static List<Parameter> of(List<Parameter> parameters) {
        return parameters.stream()
                .map(parameter -> new Parameter(parameter.type(), mark(parameter.value())))
                .toList();
    }

    private static ParameterValue mark(ParameterValue value) {
        return value instanceof Value.Null ? value : MARK;
    }
}
