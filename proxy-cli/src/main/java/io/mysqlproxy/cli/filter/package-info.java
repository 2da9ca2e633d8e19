/**
 * The language of {@code --filter}: text becomes a {@link io.mysqlproxy.cli.filter.Filter}, and that says yes or no to an exchange, a packet, a session.
 *
 * <p>{@code Lexer} makes tokens, {@code Parser} an {@code Expression} of conditions that the fields make. An expression may ask for what is not known where
 * it is asked (how long an exchange takes, while its packets pass), so that there are three answers, and a line is shown only for a plain yes.
 * docs/filter.md has the grammar.
 */
@NullMarked
package io.mysqlproxy.cli.filter;

import org.jspecify.annotations.NullMarked;
