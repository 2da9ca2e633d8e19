package io.mysqlproxy.protocol.message;

/** A packet the server sends. */
public non-sealed interface ServerMessage extends MySqlMessage {}
