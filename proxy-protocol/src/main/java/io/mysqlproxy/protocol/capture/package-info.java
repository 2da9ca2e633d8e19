/** Recorded conversations: transcripts, a text format of captured bytes that people can read and tests can load. */
@NullMarked
package io.mysqlproxy.protocol.capture;

import org.jspecify.annotations.NullMarked;
