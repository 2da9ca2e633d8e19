package io.mysqlproxy.cli.filter;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.message.SqlText;
import io.mysqlproxy.protocol.wire.Bytes;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a filter is asked about, with as much as is known of it there. Borrows the exchange or the packet it was made of, so that it lives no longer; for one
 * thread. What is expensive to tell is found when first asked for.
 */
public final class Subject {
    private final long session;
    private final @Nullable InetAddress client;
    private final @Nullable Bytes user;
    private final @Nullable Bytes schema;
    private final @Nullable Exchange exchange;
    private @Nullable String sql;

    private Subject(
            long session,
            @Nullable InetAddress client,
            @Nullable Bytes user,
            @Nullable Bytes schema,
            @Nullable Exchange exchange) {
        this.session = session;
        this.client = client;
        this.user = user;
        this.schema = schema;
        this.exchange = exchange;
    }

    /** An event of a session of which no more is known than who connected: opened, opaque, closed. */
    public static Subject ofSession(long id, @Nullable InetAddress client) {
        return new Subject(id, client, null, null, null);
    }

    /** A packet: who the user is and which schema was named at log-in is known from the client's answer to the greeting on. */
    public static Subject ofPacket(PacketEvent packet, @Nullable InetAddress client) {
        return new Subject(
                packet.sessionId(),
                client,
                unlessEmpty(packet.agreed().user()),
                unlessEmpty(packet.agreed().schema()),
                null);
    }

    /** An exchange, of which everything is known but perhaps the client's address. */
    public static Subject ofExchange(Exchange exchange, @Nullable InetAddress client) {
        return new Subject(exchange.sessionId(), client, exchange.user(), exchange.schema(), exchange);
    }

    long session() {
        return session;
    }

    /** Empty when it is not known, as all of these. */
    Optional<InetAddress> client() {
        return Optional.ofNullable(client);
    }

    Optional<Bytes> user() {
        return Optional.ofNullable(user);
    }

    Optional<Bytes> schema() {
        return Optional.ofNullable(schema);
    }

    Optional<Exchange> exchange() {
        return Optional.ofNullable(exchange);
    }

    /** The statement as it is shown, without its secrets; empty also when the exchange has none. */
    Optional<String> sql() {
        if (sql == null && exchange != null) {
            sql = exchange.sql().map(SqlText::display).orElse(null);
        }
        return Optional.ofNullable(sql);
    }

    private static @Nullable Bytes unlessEmpty(Bytes bytes) {
        return bytes.isEmpty() ? null : bytes;
    }
}
