package io.mysqlproxy.protocol.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JDK's names of cipher suites by their numbers on the wire, which the JDK knows and does not tell. Those it has enabled in some version; suites that are
 * not here are not asked for.
 *
 * @see <a href="https://www.iana.org/assignments/tls-parameters/tls-parameters.xhtml#tls-parameters-4">TLS cipher suites</a>
 */
final class CipherSuites {
    private static final Map<Integer, String> NAMES = new HashMap<>();

    static {
        name(0x1301, "TLS_AES_128_GCM_SHA256");
        name(0x1302, "TLS_AES_256_GCM_SHA384");
        name(0x1303, "TLS_CHACHA20_POLY1305_SHA256");
        family("TLS_ECDHE_ECDSA_WITH_", 0xc02b, 0xc02c, 0xcca9, 0xc023, 0xc024, 0xc009, 0xc00a);
        family("TLS_ECDHE_RSA_WITH_", 0xc02f, 0xc030, 0xcca8, 0xc027, 0xc028, 0xc013, 0xc014);
        name(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");
        name(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
        name(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
        name(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256");
        name(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256");
        name(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
        name(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
        name(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256");
        name(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384");
        name(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256");
        name(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256");
        name(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA");
        name(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA");
    }

    private CipherSuites() {}

    private static void name(int number, String name) {
        NAMES.put(number, name);
    }

    private static void family(String begin, int... numbers) {
        List<String> ends = List.of(
                "AES_128_GCM_SHA256",
                "AES_256_GCM_SHA384",
                "CHACHA20_POLY1305_SHA256",
                "AES_128_CBC_SHA256",
                "AES_256_CBC_SHA384",
                "AES_128_CBC_SHA",
                "AES_256_CBC_SHA");
        for (int i = 0; i < numbers.length; i++) {
            name(numbers[i], begin + ends.get(i));
        }
    }

    /** Of the wanted suites those that are available, in the order in which they are wanted; all that are available when that is none. */
    static String[] wanted(List<Integer> wanted, String[] available) {
        Set<String> possible = Set.of(available);
        String[] chosen = wanted.stream()
                .map(NAMES::get)
                .filter(name -> name != null && possible.contains(name))
                .distinct()
                .toArray(String[]::new);
        return chosen.length == 0 ? available : chosen;
    }

    /**
     * The available suites in the order in which a server should choose: the suite itself, then those of its class, which differ in nothing but the kind of key
     * that the certificate holds, then the rest.
     */
    static String[] preferring(String suite, String[] available) {
        List<String> ordered = new ArrayList<>(available.length);
        List<String> all = Arrays.asList(available);
        all.stream().filter(suite::equals).forEach(ordered::add);
        all.stream()
                .filter(each -> !each.equals(suite) && classOf(each).equals(classOf(suite)))
                .forEach(ordered::add);
        all.stream().filter(each -> !ordered.contains(each)).forEach(ordered::add);
        return ordered.toArray(String[]::new);
    }

    /** Cipher and hash: {@code AES_256_GCM_SHA384}. */
    static String classOf(String suite) {
        int with = suite.indexOf("_WITH_");
        return with < 0 ? suite.substring("TLS_".length()) : suite.substring(with + "_WITH_".length());
    }
}
