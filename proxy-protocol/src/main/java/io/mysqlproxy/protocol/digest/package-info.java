/**
 * What a statement is, apart from its literals: {@link io.mysqlproxy.protocol.digest.StatementDigest} gives the text that MySQL's own
 * {@code STATEMENT_DIGEST_TEXT()} gives, {@link io.mysqlproxy.protocol.digest.StatementLiterals} says where the literals are. Both stand on one lexer
 * that cuts a statement as MySQL's does. Pure: no I/O, no threads, no logging; linear in the statement's length, whatever its bytes.
 */
@NullMarked
package io.mysqlproxy.protocol.digest;

import org.jspecify.annotations.NullMarked;
