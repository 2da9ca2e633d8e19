package io.mysqlproxy.protocol.tls;

import io.mysqlproxy.protocol.message.Capabilities;
import io.mysqlproxy.protocol.message.Capability;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Which legs of a session are to be in TLS: by the modes, by what the server offers, and by what the client asks for. */
final class TlsPlan implements ServerOpening.GreetingRule {
    private final ClientTlsMode clientMode;
    private final ServerTlsMode serverMode;
    private volatile @Nullable Greeting greeted;
    private volatile @Nullable Greeting shown;

    TlsPlan(ClientTlsMode clientMode, ServerTlsMode serverMode) {
        this.clientMode = clientMode;
        this.serverMode = serverMode;
    }

    /** Where the client may have TLS if and only if the server has it, nothing needs to be changed. */
    @Override
    public boolean changes() {
        return clientMode == ClientTlsMode.DISABLED || serverMode != ServerTlsMode.AS_CLIENT;
    }

    @Override
    public Greeting apply(Greeting greeting) throws IOException {
        greeted = greeting;
        Greeting changed = changes() && greeting.isHandshake()
                ? greeting.offeringTls(clientMode != ClientTlsMode.DISABLED)
                : greeting;
        shown = changed;
        return changed;
    }

    /** Whether the client asks for TLS with its first packet: the flag decides, not the length (TLS-2, CON-7). */
    boolean wantsTls(ByteBuffer firstPacket) {
        Greeting greeting = shown;
        if (greeting == null || !greeting.offersTls() || firstPacket.remaining() < 2) {
            return false;
        }
        int at = firstPacket.position();
        int flags = (firstPacket.get(at) & 0xff) | (firstPacket.get(at + 1) & 0xff) << 8;
        return new Capabilities(flags).has(Capability.SSL);
    }

    /** Whether the server is to be spoken to in TLS. */
    boolean serverInTls(boolean clientInTls) {
        return switch (serverMode) {
            case AS_CLIENT -> clientInTls;
            case DISABLED -> false;
            case PREFERRED -> serverOffersTls();
            case REQUIRED -> true;
        };
    }

    /** Whether a client that does without TLS is to be turned away. */
    boolean refusesPlainClients() {
        return clientMode == ClientTlsMode.REQUIRED;
    }

    boolean serverOffersTls() {
        Greeting greeting = greeted;
        return greeting != null && greeting.offersTls();
    }
}
