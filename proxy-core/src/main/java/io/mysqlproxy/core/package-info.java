/**
 * Moves bytes between a client and a server on virtual threads, unchanged and at once. This package knows no MySQL: what the bytes mean is the
 * business of a {@link io.mysqlproxy.core.Tap}, which sees them and cannot alter them, or of a {@link io.mysqlproxy.core.SessionHandler}, which
 * stands in their way.
 */
@NullMarked
package io.mysqlproxy.core;

import org.jspecify.annotations.NullMarked;
