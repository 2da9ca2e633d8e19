package io.mysqlproxy.protocol.conversation;

import io.mysqlproxy.protocol.message.AuthContext;
import io.mysqlproxy.protocol.message.AuthMoreData;
import io.mysqlproxy.protocol.message.AuthNextFactor;
import io.mysqlproxy.protocol.message.AuthPlugin;
import io.mysqlproxy.protocol.message.AuthSwitchRequest;
import io.mysqlproxy.protocol.message.Capability;
import io.mysqlproxy.protocol.wire.Packet;

/**
 * One authentication exchange, at log-in or inside COM_CHANGE_USER, from the client's first answer on: names its packets and keeps what is needed to
 * tell what the plugin's data mean. Any number of rounds, switches and factors (AUT-1).
 */
final class Authentication {
    private final Agreed agreed;

    private AuthContext current;
    private AuthContext next;

    /**
     * @param plugin the one the client assumes, from its own packet or else the greeting (AUT-13)
     * @param secureTransport whether the client's plugin takes its transport for secure, as far as is known
     */
    Authentication(Agreed agreed, String plugin, boolean secureTransport) {
        this.agreed = agreed;
        this.current = AuthContext.start(plugin, secureTransport);
        this.next = current.afterClient();
    }

    boolean hasSecureTransport() {
        return current.secureTransport();
    }

    /** What the packet that was named last is to be decoded with. */
    AuthContext context() {
        return current;
    }

    /** Whether a command may come without an OK before it: only foreign plugins are known to end that way (AUT-10). */
    boolean mayEndWithoutOk() {
        return next.packetsFromServer() > 0 && AuthPlugin.byName(next.plugin()) == AuthPlugin.UNKNOWN;
    }

    PacketKind onClientPacket() {
        current = next;
        next = current.afterClient();
        return PacketKind.AUTH_SWITCH_RESPONSE;
    }

    PacketKind onServerPacket(Packet packet) {
        current = next;
        PacketKind kind = kindOf(packet);
        switch (kind) {
            case AUTH_MORE_DATA -> next = current.afterServer(packet.byteAt(1));
            case AUTH_DATA -> next = current.afterServer(packet.byteAt(0));
            case OLD_AUTH_SWITCH_REQUEST -> switchTo(AuthPlugin.OLD_PASSWORD.pluginName(), -1);
            case AUTH_SWITCH_REQUEST, AUTH_NEXT_FACTOR -> switchTo(packet);
            default -> {}
        }
        return kind;
    }

    /** MariaDB up to 10.11 sends plugin data without a header, so 02 means the next factor only where that was agreed (AUT-2, AUT-3). */
    private PacketKind kindOf(Packet packet) {
        return switch (packet.byteAt(0)) {
            case ReplyHeader.OK -> PacketKind.OK;
            case AuthMoreData.HEADER -> PacketKind.AUTH_MORE_DATA;
            case AuthNextFactor.HEADER ->
                agreed.has(Capability.MULTI_FACTOR_AUTHENTICATION) ? PacketKind.AUTH_NEXT_FACTOR : PacketKind.AUTH_DATA;
            case AuthSwitchRequest.HEADER ->
                packet.length() == 1 ? PacketKind.OLD_AUTH_SWITCH_REQUEST : PacketKind.AUTH_SWITCH_REQUEST;
            case ReplyHeader.ERR -> PacketKind.ERR;
            default -> PacketKind.AUTH_DATA;
        };
    }

    private void switchTo(Packet packet) {
        StringBuilder plugin = new StringBuilder();
        int at = 1;
        for (; packet.byteAt(at) > 0; at++) {
            plugin.append((char) packet.byteAt(at));
        }
        switchTo(plugin.toString(), packet.byteAt(at + 1));
    }

    private void switchTo(String plugin, int firstByte) {
        current = current.switchedTo(plugin);
        next = current.afterServer(firstByte);
    }
}
