package io.mysqlproxy.cli.filter;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A network address, compared with addresses and networks.
 *
 * @param value empty when it is not known
 */
record AddressField(String name, Function<Subject, Optional<InetAddress>> value) implements Field {
    @Override
    public Condition present(Token token, Source source) {
        throw source.error(token, name + " must be compared, as in " + name + " = 10.0.0.0/8");
    }

    @Override
    public Condition compared(Token operator, Operator meaning, List<Token> values, Source source) {
        if (meaning != Operator.EQUAL) {
            throw Field.mismatch(operator, source, name + ", an address", "= != in");
        }
        List<Network> networks = values.stream()
                .map(token -> Network.parse(token.text())
                        .orElseThrow(() -> source.error(
                                token,
                                "'" + token.text()
                                        + "' is no address (write 10.0.0.7, ::1, or a network as 10.0.0.0/8)")))
                .toList();
        return subject -> value.apply(subject)
                .map(address -> Truth.of(networks.stream().anyMatch(network -> network.contains(address))))
                .orElse(Truth.UNKNOWN);
    }
}
