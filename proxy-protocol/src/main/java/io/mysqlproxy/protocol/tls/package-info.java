/**
 * TLS as MySQL does it: a session begins in clear text and changes to TLS after the client's {@code SSLRequest}. Here the proxy stands in the middle of that
 * change, as the server towards the client and as a client towards the server, so that everything else sees plain packets.
 */
@NullMarked
package io.mysqlproxy.protocol.tls;

import org.jspecify.annotations.NullMarked;
