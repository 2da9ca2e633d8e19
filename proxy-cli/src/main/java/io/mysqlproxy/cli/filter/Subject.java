package io.mysqlproxy.cli.filter;

import io.mysqlproxy.protocol.Exchange;
import io.mysqlproxy.protocol.PacketEvent;
import io.mysqlproxy.protocol.digest.StatementDigest;
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
    private @Nullable StatementDigest digest;

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

    /** What is no packet and no exchange: opened, opaque, closed. Empty are the user and the schema as long as nobody named them. */
    public static Subject ofSession(long id, @Nullable InetAddress client, Bytes user, Bytes schema) {
        return new Subject(id, client, unlessEmpty(user), unlessEmpty(schema), null);
    }

    /** A packet: the user and the schema are known from the client's answer to the greeting on. */
    public static Subject ofPacket(PacketEvent packet, @Nullable InetAddress client) {
        return new Subject(packet.sessionId(), client, unlessEmpty(user(packet)), unlessEmpty(schema(packet)), null);
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
            sql = exchange.sql()
                    .map(text -> text.display(exchange.characterSet()))
                    .orElse(null);
        }
        return Optional.ofNullable(sql);
    }

    /** What the statement has in common with those that differ only in their values; empty also when the exchange has none. */
    Optional<StatementDigest> digest() {
        if (digest == null && exchange != null) {
            digest = exchange.digest().orElse(null);
        }
        return Optional.ofNullable(digest);
    }

    /** Who has logged in, or who is about to. */
    public static Bytes user(PacketEvent packet) {
        Bytes user = packet.state().user();
        return user.isEmpty() ? packet.agreed().user() : user;
    }

    /** The current schema, or the one that is named at log-in. */
    public static Bytes schema(PacketEvent packet) {
        Bytes schema = packet.state().schema();
        return schema.isEmpty() ? packet.agreed().schema() : schema;
    }

    private static @Nullable Bytes unlessEmpty(Bytes bytes) {
        return bytes.isEmpty() ? null : bytes;
    }
}
