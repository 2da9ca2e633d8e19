package io.mysqlproxy.protocol;

/**
 * Told about every command when its reply is complete. Called on the thread that moves the session's bytes, after the packet listener was told the reply's
 * last packet, one call at a time per session. Whatever it throws ends the listening for that session and nothing else.
 */
@FunctionalInterface
public interface ExchangeListener {
    /**
     * A reply is complete, or will not become so.
     *
     * @param exchange borrowed until this returns
     */
    void onExchange(Exchange exchange);
}
