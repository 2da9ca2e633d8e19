package io.mysqlproxy.protocol.conversation;

/** The state machine over both directions of one connection. */
public final class Conversation {}
