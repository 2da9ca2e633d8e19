package io.mysqlproxy.protocol.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What a certificate says its server is called. Made from whatever peers sent: what is neither a host name nor an address is left out. */
final class SubjectNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** RFC 5280's bound for a common name. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final int LONGEST_HOST_NAME = 253;

    /** Underscores are not allowed in host names, and yet are in use. */
    private static final Pattern HOST_NAME =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    /** What resolvers take for an address, also where it is none. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?\\d+");

    private final String commonName;
    private final List<byte[]> generalNames;

    private SubjectNames(String commonName, List<byte[]> generalNames) {
        this.commonName = commonName;
        this.generalNames = generalNames;
    }

    static SubjectNames of(Collection<String> names) {
        String commonName = null;
        List<byte[]> generalNames = new ArrayList<>();
        for (String name : names) {
            byte[] address = address(name);
            String hostName = address == null ? hostName(name) : null;
            if (address != null) {
                generalNames.add(Der.implicit(IP_ADDRESS, address));
            } else if (hostName != null) {
                generalNames.add(Der.implicit(DNS_NAME, hostName.getBytes(StandardCharsets.US_ASCII)));
            }
            String text = address != null ? withoutScope(name) : hostName;
            if (commonName == null && text != null && text.length() <= LONGEST_COMMON_NAME) {
                commonName = text;
            }
        }
        return new SubjectNames(commonName == null ? "mysql-proxy" : commonName, List.copyOf(generalNames));
    }

    boolean isEmpty() {
        return generalNames.isEmpty();
    }

    /** The best name that fits, for clients that look nowhere else, as those of MySQL 5.7. Only letters, digits and {@code *.:-_} can be in it, none of which a distinguished name needs escaped. */
    X500Principal subject() {
        return new X500Principal("CN=" + commonName);
    }

    /** The subject alternative names; of none there must be no extension. */
    byte[] encoded() {
        return Der.sequence(generalNames.toArray(byte[][]::new));
    }

    private static @Nullable String hostName(String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name.endsWith(".") ? name.substring(0, name.length() - 1) : name)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return null;
        }
        return ascii.length() <= LONGEST_HOST_NAME
                        && HOST_NAME.matcher(ascii).matches()
                        && !ENDS_IN_A_NUMBER.matcher(ascii).matches()
                ? ascii
                : null;
    }

    private static byte @Nullable [] address(String name) {
        if (!IPV4.matcher(name).matches() && !name.contains(":")) {
            return null;
        }
        try {
            // In brackets only an address is taken, and no resolver asked.
            String literal = name.contains(":") ? "[" + withoutScope(name) + "]" : name;
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException notAnAddress) {
            return null;
        }
    }

    /** Of {@code fe80::1%eth0} the address; what follows is an interface of one machine. */
    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }
}
