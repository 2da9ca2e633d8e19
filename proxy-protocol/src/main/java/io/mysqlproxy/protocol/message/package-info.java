/** Every packet of the protocol as an immutable value with {@code decode} and {@code encode}. Pure: no I/O, no threads, no logging. */
@NullMarked
package io.mysqlproxy.protocol.message;

import org.jspecify.annotations.NullMarked;
