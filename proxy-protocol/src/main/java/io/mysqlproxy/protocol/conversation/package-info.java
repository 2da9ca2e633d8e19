/** What a packet means: the state machine over both directions of one connection. Pure: no I/O, no threads, no logging. */
@NullMarked
package io.mysqlproxy.protocol.conversation;

import org.jspecify.annotations.NullMarked;
