package io.mysqlproxy.core;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * An alert that was sent unencrypted, as OpenSSL does when it breaks a handshake of TLS 1.3 off. The JDK expects encrypted ones there, and its complaint about
 * that hides what the alert says.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8446#section-6">RFC 8446, 6</a>
 */
final class TlsAlert {
    private static final int RECORD_OF_ALERT = 21;
    private static final int LENGTH = 2;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(10, "unexpected_message"),
            Map.entry(20, "bad_record_mac"),
            Map.entry(40, "handshake_failure"),
            Map.entry(42, "bad_certificate"),
            Map.entry(43, "unsupported_certificate"),
            Map.entry(44, "certificate_revoked"),
            Map.entry(45, "certificate_expired"),
            Map.entry(46, "certificate_unknown"),
            Map.entry(47, "illegal_parameter"),
            Map.entry(48, "unknown_ca"),
            Map.entry(49, "access_denied"),
            Map.entry(50, "decode_error"),
            Map.entry(51, "decrypt_error"),
            Map.entry(70, "protocol_version"),
            Map.entry(71, "insufficient_security"),
            Map.entry(80, "internal_error"),
            Map.entry(90, "user_canceled"),
            Map.entry(109, "missing_extension"),
            Map.entry(112, "unrecognized_name"),
            Map.entry(116, "certificate_required"));

    private TlsAlert() {}

    /** The name of the alert that the bytes begin with, unencrypted; empty when they begin with something else. */
    static String unencryptedIn(ByteBuffer records) {
        int at = records.position();
        boolean isAlert = records.remaining() >= TlsInput.RECORD_HEADER_BYTES + LENGTH
                && records.get(at) == RECORD_OF_ALERT
                && records.getShort(at + 3) == LENGTH;
        return isAlert ? NAMES.getOrDefault(records.get(at + 6) & 0xff, "unknown") : "";
    }
}
