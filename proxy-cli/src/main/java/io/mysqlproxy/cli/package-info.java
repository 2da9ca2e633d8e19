/** The {@code mysql-proxy} program. */
@NullMarked
package io.mysqlproxy.cli;

import org.jspecify.annotations.NullMarked;
