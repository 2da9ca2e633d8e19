/** The MySQL protocol's data types and packets: {@link io.mysqlproxy.protocol.wire.WireReader} and its writer, and the framer that cuts a stream of bytes into packets. Pure: no I/O, no threads, no logging. */
@NullMarked
package io.mysqlproxy.protocol.wire;

import org.jspecify.annotations.NullMarked;
