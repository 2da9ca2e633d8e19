package io.mysqlproxy.protocol.message;

/** A packet the server sends. */
public sealed interface ServerMessage extends MySqlMessage
        permits HandshakeV9,
                HandshakeV10,
                OldAuthSwitchRequest,
                AuthSwitchRequest,
                AuthMoreData,
                AuthNextFactor,
                RawAuthData,
                Ok,
                Err,
                Eof,
                Progress,
                ColumnCount,
                ColumnDefinition,
                PrepareOk,
                TextRow,
                BinaryRow,
                LocalInfileRequest,
                StatisticsText,
                BinlogEvent,
                CloneResponse,
                Undecoded {}
