package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.core.CloseReason;
import io.mysqlproxy.core.CloseReason.TlsFailed.Leg;
import io.mysqlproxy.core.TlsEndpoint;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a session is over whose TLS ended here: the relay knows who left, and TLS, or what was said last, may know why. */
final class TlsEnding {
    private final TlsFailures failures;

    TlsEnding(TlsFailures failures) {
        this.failures = failures;
    }

    /** After a relay whose client was in TLS, and perhaps its server. */
    CloseReason of(CloseReason reason, TlsEndpoint client, @Nullable TlsEndpoint server, ProofWatch watch) {
        SSLException failure = client.failure();
        return failure != null ? failures.of(Leg.CLIENT, failure) : ofServer(ofClient(reason, client, watch), server);
    }

    /** In TLS 1.3 a peer may say only after the handshake that it does not like our certificate. */
    CloseReason ofServer(CloseReason reason, @Nullable TlsEndpoint server) {
        SSLException failure = server == null ? null : server.failure();
        return failure == null ? reason : failures.of(Leg.SERVER, failure);
    }

    /** A client may look at the certificate only when TLS stands, or when it has logged in, and leave then without a word: MariaDB's do. */
    private CloseReason ofClient(CloseReason reason, TlsEndpoint client, ProofWatch watch) {
        boolean leftByItself = reason instanceof CloseReason.ClientClosed || reason instanceof CloseReason.ClientReset;
        if (!leftByItself) {
            return reason;
        }
        if (!client.hasGivenBytes()) {
            return failures.leftWithoutAWord();
        }
        return watch.isClientSilentSinceProof() ? failures.leftAfterProof() : reason;
    }
}
