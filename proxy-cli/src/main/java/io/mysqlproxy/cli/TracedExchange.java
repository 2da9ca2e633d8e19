package io.mysqlproxy.cli;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.message.Command;
import java.util.Optional;

/**
 * An exchange and what the trace knows around it. Borrowed, as the exchange is.
 *
 * @param command the command as it was sent, for its parameters and the like; empty when it was too long to be kept until the reply was complete
 */
record TracedExchange(TracedSession session, Exchange exchange, Optional<Command> command) {}
