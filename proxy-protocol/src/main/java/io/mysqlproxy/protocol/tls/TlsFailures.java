package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason.TlsFailed;
import io.mysqlproxy.core.CloseReason.TlsFailed.Failure;
import io.mysqlproxy.core.CloseReason.TlsFailed.Leg;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says why TLS failed, to what, and what can be done about it. The JDK tells it in sentences, some of them quoting the other side's alert; the tests hold its
 * words.
 */
final class TlsFailures {
    private static final String ALERT = "Received fatal alert: ";

    private final String caOption;
    private final String serverSslCert;

    /** @param identity what clients are shown, whose authority they can be given */
    TlsFailures(ServerIdentity identity) {
        String file = identity.caFile().map(Path::toString).orElse("FILE");
        caOption = "--ssl-ca=" + file;
        serverSslCert = "serverSslCert=" + file;
    }

    static TlsFailed timedOut(Leg leg, Duration limit) {
        return new TlsFailed(leg, Failure.TIMED_OUT, who(leg) + " did not answer within " + limit.toMillis() + " ms");
    }

    static TlsFailed notOffered(Leg leg) {
        return leg == Leg.SERVER
                ? failed(leg, Failure.NOT_OFFERED, "it does not offer TLS, which --server-ssl-mode=REQUIRED wants")
                : failed(leg, Failure.NOT_OFFERED, "it did not ask for TLS, which --client-ssl-mode=REQUIRED wants");
    }

    TlsFailed of(Leg leg, Exception failure) {
        String words = String.valueOf(failure.getMessage());
        CertificateException certificate = causeOf(failure, CertificateException.class);
        if (certificate != null || words.contains("certificate chain")) {
            return notVerified(leg, failure, certificate);
        }
        if (words.contains(ALERT)) {
            return alert(leg, words.substring(words.indexOf(ALERT) + ALERT.length()));
        }
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("protocol version")
                || lower.contains("requested protocol")
                || lower.contains("appropriate protocol")
                || lower.contains("in common")) {
            return failed(leg, Failure.NOTHING_IN_COMMON, nothingInCommon(leg, words));
        }
        if (failure instanceof SSLException) {
            return lower.contains("unrecognized")
                    ? failed(leg, Failure.OTHER, who(leg) + " answered with something else than TLS")
                    : failed(leg, Failure.OTHER, words);
        }
        return failed(leg, Failure.HUNG_UP, hungUp(leg));
    }

    /** A client that hung up when TLS stood, before it logged in. */
    TlsFailed leftWithoutAWord() {
        return failed(
                Leg.CLIENT,
                Failure.CERTIFICATE_REFUSED,
                "it left after the handshake without logging in, as clients do that do not trust the proxy's certificate;"
                        + " start it with " + caOption + ", or without verification");
    }

    /** A client that was let in, with a proof of the server's certificate, and left: see {@link ProofWatch}. */
    TlsFailed leftAfterProof() {
        return failed(
                Leg.CLIENT,
                Failure.CERTIFICATE_REFUSED,
                "it logged in and left without a command, as MariaDB's clients do when the server's proof of its certificate"
                        + " is not one of the certificate they saw; start it with " + serverSslCert + " or " + caOption
                        + ", or without verification");
    }

    private TlsFailed alert(Leg leg, String alert) {
        return switch (alert.strip()) {
            case "unknown_ca",
                    "bad_certificate",
                    "certificate_unknown",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "certificate_required",
                    "access_denied",
                    "decrypt_error" -> failed(leg, Failure.CERTIFICATE_REFUSED, refused(leg, alert));
            case "protocol_version", "handshake_failure", "insufficient_security" ->
                failed(leg, Failure.NOTHING_IN_COMMON, nothingInCommon(leg, "alert " + alert));
            default -> failed(leg, Failure.OTHER, who(leg) + " ended it with the alert " + alert);
        };
    }

    private String refused(Leg leg, String alert) {
        return leg == Leg.CLIENT
                ? "it does not trust the proxy's certificate (alert " + alert + "); start it with " + caOption
                        + ", or without verification"
                : "it wants a client certificate that it trusts (alert " + alert
                        + "); give one with --server-ssl-cert and --server-ssl-key";
    }

    private String hungUp(Leg leg) {
        return leg == Leg.CLIENT
                ? "it hung up during the handshake, perhaps because it does not trust the proxy's certificate; start it"
                        + " with " + caOption + ", or without verification"
                : "it hung up during the handshake";
    }

    private static TlsFailed notVerified(Leg leg, Exception failure, @Nullable CertificateException certificate) {
        if (leg == Leg.CLIENT) {
            return failed(
                    leg,
                    Failure.CERTIFICATE_NOT_VERIFIED,
                    certificate == null
                            ? "it has shown no certificate, which --client-ssl-ca wants"
                            : "its certificate is not signed by an authority of --client-ssl-ca (" + words(failure)
                                    + ")");
        }
        if (causeOf(failure, CertificateExpiredException.class) != null) {
            return failed(
                    leg, Failure.CERTIFICATE_NOT_VERIFIED, "its certificate has expired (" + words(failure) + ")");
        }
        if (causeOf(failure, CertificateNotYetValidException.class) != null) {
            return failed(
                    leg, Failure.CERTIFICATE_NOT_VERIFIED, "its certificate is not valid yet (" + words(failure) + ")");
        }
        String words = words(failure);
        if (words.startsWith("No name matching") || words.startsWith("No subject alternative")) {
            return failed(
                    leg,
                    Failure.CERTIFICATE_NOT_VERIFIED,
                    "its certificate is made out to another name (" + words
                            + "); use --backend with a name from it, or --server-ssl-verify=VERIFY_CA");
        }
        return failed(
                leg,
                Failure.CERTIFICATE_NOT_VERIFIED,
                "its certificate is not signed by a trusted authority (" + words
                        + "); give the authority with --server-ssl-ca");
    }

    private static String nothingInCommon(Leg leg, String words) {
        return "no version or cipher suite that both " + who(leg) + " and the proxy have (" + words + ")";
    }

    private static String who(Leg leg) {
        return leg == Leg.CLIENT ? "the client" : "the server";
    }

    /** The innermost words, which are the plainest. */
    private static String words(Throwable failure) {
        Throwable each = failure;
        while (each.getCause() != null && !(each instanceof CertPathValidatorException)) {
            each = each.getCause();
        }
        return String.valueOf(each.getMessage());
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private static TlsFailed failed(Leg leg, Failure cause, String detail) {
        return new TlsFailed(leg, cause, detail);
    }
}
