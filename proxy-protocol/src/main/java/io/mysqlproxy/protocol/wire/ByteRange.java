package io.mysqlproxy.protocol.wire;

/**
 * Some bytes of a byte string, by their offsets.
 *
 * @param start the first, from 0
 * @param end the one after the last
 */
public record ByteRange(int start, int end) {}
