/** Understands the MySQL and MariaDB wire protocol beside the stream: a {@link io.mysqlproxy.core.Tap} that reports packets. */
@NullMarked
package io.mysqlproxy.protocol;

import org.jspecify.annotations.NullMarked;
