package io.mysqlproxy.protocol.message;

/** A packet the client sends. */
public non-sealed interface ClientMessage extends MySqlMessage {}
