package io.mysqlproxy.protocol.message;

/** A packet the client sends. */
public sealed interface ClientMessage extends MySqlMessage
        permits ProxyHeader,
                SslRequest,
                HandshakeResponse320,
                HandshakeResponse41,
                AuthSwitchResponse,
                Command,
                LocalInfileData,
                SemiSyncAck,
                CloneCommand,
                Undecoded {}
