package io.mysqlproxy.protocol.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The versions that MySQL still uses, by their numbers on the wire. */
final class TlsVersions {
    private static final Map<Integer, String> NAMES =
            Map.of(ClientHello.TLS_1_3, "TLSv1.3", ClientHello.TLS_1_2, "TLSv1.2");

    /** What is offered when nothing else is known. */
    static final String[] ALL = {"TLSv1.3", "TLSv1.2"};

    private TlsVersions() {}

    /** The wanted ones that are supported; all when that is none. */
    static String[] wanted(List<Integer> wanted, String[] supported) {
        List<String> possible = Arrays.asList(supported);
        String[] chosen = wanted.stream()
                .map(version -> NAMES.getOrDefault(version, ""))
                .filter(possible::contains)
                .toArray(String[]::new);
        return chosen.length == 0 ? ALL.clone() : chosen;
    }
}
