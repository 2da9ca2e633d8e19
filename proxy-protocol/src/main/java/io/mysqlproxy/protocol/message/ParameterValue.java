package io.mysqlproxy.protocol.message;

/** What a parameter is given: a {@link Value} nearly always. */
public sealed interface ParameterValue
        permits Value, ParameterValue.SentBefore, ParameterValue.Default, ParameterValue.Ignore {
    /** One line, such as an SQL statement could have in the parameter's place. */
    String display();

    /** The value came in COM_STMT_SEND_LONG_DATA packets before, so that there are no bytes of it here (STM-9). */
    record SentBefore() implements ParameterValue {
        @Override
        public String display() {
            return "<sent before>";
        }
    }

    /** In bulk executions: the column's default. */
    record Default() implements ParameterValue {
        @Override
        public String display() {
            return "DEFAULT";
        }
    }

    /** In bulk executions: the column keeps what it has. */
    record Ignore() implements ParameterValue {
        @Override
        public String display() {
            return "IGNORE";
        }
    }
}
