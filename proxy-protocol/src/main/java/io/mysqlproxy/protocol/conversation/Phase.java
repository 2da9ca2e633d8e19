package io.mysqlproxy.protocol.conversation;

/**
 * Where a connection stands.
 *
 * <pre>
 *  AwaitingGreeting ──greeting──► AwaitingHandshakeResponse ──response──► Authenticating ──OK──► Commands
 *         │                           │        │   ▲                           │                   │
 *         │ERR                     ERR│        │SSLRequest                     │ERR                │COM_QUIT
 *         ▼                           ▼        ▼   │TLS ends at the proxy      ▼                   ▼
 *      Closing                     Closing   AwaitingTls                    Closing             Closing
 *                                              │bytes of TLS
 *                                              ▼
 *                                            Opaque(TLS)
 *
 *  any ──what cannot be understood──► Opaque(reason)
 *
 *  Commands ──a packet that does not fit, a gap──► Resynchronizing ──a command and the beginning of its reply──► Commands
 *  a start in mid-stream ────────────────────────►       │
 *                                                        └──no such pair after many tries──► Opaque(DESYNCHRONIZED)
 * </pre>
 *
 * In {@code Commands} the {@link PendingCommand} at the head of the queue says what the server's next packet means.
 */
public sealed interface Phase {
    /** Nothing but a PROXY header was seen; the server speaks first. */
    record AwaitingGreeting() implements Phase {}

    /** The server has greeted; the client may have gone over to TLS since. */
    record AwaitingHandshakeResponse() implements Phase {}

    /** The client has asked for TLS: it follows, unless the proxy ends it, so that what was inside follows. */
    record AwaitingTls() implements Phase {}

    /** The client has answered; packets of an authentication plugin pass until OK or ERR. */
    record Authenticating() implements Phase {}

    /** Logged in. COM_CHANGE_USER authenticates again within this phase. */
    record Commands() implements Phase {}

    /**
     * What the peers are at is not known: packets are counted and not understood until a command is followed by the beginning of a reply (DSY-2). Bytes
     * seen meanwhile may be secrets (SEC-R5).
     */
    record Resynchronizing() implements Phase {}

    /** The server has refused the connection, or the client has said goodbye; the end is near. */
    record Closing() implements Phase {}

    /** Nothing more can be told about the content; final. */
    record Opaque(OpaqueReason reason) implements Phase {}
}
