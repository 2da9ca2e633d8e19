@NullMarked
package io.mysqlproxy.core;

import org.jspecify.annotations.NullMarked;
