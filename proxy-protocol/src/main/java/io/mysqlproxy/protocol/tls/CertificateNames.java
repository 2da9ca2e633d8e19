package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Collects the names a client may know the server by: a certificate for all of them suits whichever one it checks. */
final class CertificateNames {
    private static final int LONGEST_NAME = 255;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,\\\\\"+]+)");

    private CertificateNames() {}

    /**
     * The name the client asked for; the address it has reached the proxy at, as most clients ask for none; then the server's own.
     *
     * @param server what was negotiated with the server, null when nothing was
     */
    static Set<String> of(
            Optional<String> asked, Endpoint client, InetSocketAddress serverAddress, @Nullable SSLSession server) {
        Set<String> names = new LinkedHashSet<>();
        asked.ifPresent(name -> add(names, name));
        InetAddress here = client.localAddress().getAddress();
        add(names, here.getHostAddress());
        if (here.isLoopbackAddress()) {
            add(names, "localhost");
        }
        add(names, serverAddress.getHostString());
        peerOf(server).ifPresent(certificate -> addAll(names, certificate));
        return names;
    }

    private static void addAll(Set<String> names, X509Certificate certificate) {
        for (List<?> each : alternativeNames(certificate)) {
            if (each.size() == 2 && isHost(each.get(0)) && each.get(1) instanceof String name) {
                add(names, name);
            }
        }
        Matcher common =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        if (common.find()) {
            add(names, common.group(1));
        }
    }

    private static boolean isHost(Object type) {
        return type.equals(DNS_NAME) || type.equals(IP_ADDRESS);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static void add(Set<String> names, String name) {
        // A scope, as in fe80::1%eth0, has no meaning for others.
        int scope = name.indexOf('%');
        String bare = (scope < 0 ? name : name.substring(0, scope)).toLowerCase(Locale.ROOT);
        if (!bare.isBlank() && bare.length() <= LONGEST_NAME && names.size() < ServerIdentity.MOST_NAMES) {
            names.add(bare);
        }
    }

    /** The certificate that the peer has shown. */
    static Optional<X509Certificate> peerOf(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first
                    ? Optional.of(first)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
