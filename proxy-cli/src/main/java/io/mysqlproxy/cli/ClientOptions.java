package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.tls.CaDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of client has to be told so that it trusts a CA, ready to be pasted.
 *
 * @param certificate in PEM
 * @param trustStore the same as PKCS#12, if there is one
 */
record ClientOptions(Path certificate, @Nullable Path trustStore) {
    private static final Pattern NEEDS_NO_QUOTES = Pattern.compile("[\\w/.,:@%+=~-]+");

    static ClientOptions of(CaDirectory ca) {
        return new ClientOptions(ca.certificateFile(), Files.exists(ca.trustStoreFile()) ? ca.trustStoreFile() : null);
    }

    /** A line per kind of client. */
    void print(PrintWriter out) {
        out.println("  mysql                " + mysql());
        out.println("  mariadb              " + mariaDb());
        if (trustStore != null) {
            out.println("  Connector/J          " + connectorJ(trustStore));
        }
        out.println("  MariaDB Connector/J  " + mariaDbConnectorJ());
    }

    String mysql() {
        return "--ssl-mode=VERIFY_CA --ssl-ca=" + quoted(certificate);
    }

    /** From 11.4 the client verifies unless it is told not to. */
    String mariaDb() {
        return "--ssl-ca=" + quoted(certificate);
    }

    /** Part of a URL, whose values Connector/J decodes once more than the address of the file needs it. */
    String connectorJ(Path store) {
        String url = store.toUri().toString();
        return "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl="
                + url.replace("%", "%25").replace("+", "%2B").replace("&", "%26")
                + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
                + CaDirectory.trustStorePassword();
    }

    /** Version 4 verifies unless it is told not to; 3 only with an sslMode that says so. */
    String mariaDbConnectorJ() {
        return "sslMode=verify-ca&serverSslCert=" + certificate;
    }

    /** For a shell. */
    private static String quoted(Path file) {
        String text = file.toString();
        return NEEDS_NO_QUOTES.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
