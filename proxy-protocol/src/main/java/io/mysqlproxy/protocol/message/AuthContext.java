package io.mysqlproxy.protocol.message;

/**
 * What must be known of an authentication exchange to tell what its next packet is. An exchange begins with a switch to a plugin, or with the handshake
 * response when the plugin stays the one that the client chose; that answer counts as its first packet from the client, the greeting does not
 * count as one from the server.
 *
 * @param plugin the current plugin's name (AUT-13)
 * @param packetsFromServer packets of this exchange that the server sent before
 * @param packetsFromClient packets of this exchange that the client sent before
 * @param lastFirstByteFromServer first byte of the plugin's data in the last packet from the server, without the 01 in front of it; -1 when there was
 *     none or it was empty
 * @param secureTransport whether plugins take the transport for secure: TLS, a unix socket, shared memory
 */
public record AuthContext(
        String plugin,
        int packetsFromServer,
        int packetsFromClient,
        int lastFirstByteFromServer,
        boolean secureTransport) {

    /** Before the first packet of an exchange. */
    public static AuthContext start(String plugin, boolean secureTransport) {
        return new AuthContext(plugin, 0, 0, -1, secureTransport);
    }

    /** The exchange begins anew with another plugin (or with the same one again). */
    public AuthContext switchedTo(String newPlugin) {
        return start(newPlugin, secureTransport);
    }

    /** After a packet from the server; with the data of a switch or of any later packet. */
    public AuthContext afterServer(AuthData data) {
        return afterServer(data.firstByte());
    }

    /** The same, for who has looked at the data's first byte only; -1 when there is none. */
    public AuthContext afterServer(int firstByte) {
        return new AuthContext(plugin, packetsFromServer + 1, packetsFromClient, firstByte, secureTransport);
    }

    /** After a packet from the client. */
    public AuthContext afterClient() {
        return new AuthContext(
                plugin, packetsFromServer, packetsFromClient + 1, lastFirstByteFromServer, secureTransport);
    }
}
