package io.mysqlproxy.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rules of {@code docs/protocol.md} that the test proves, as in {@code @Rule("SEC-13")}. The same as the annotation of proxy-protocol's tests, which this
 * module does not see: a jar of them would be needed even by builds that skip tests.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rule {
    /** Ids as the document writes them. */
    String[] value();
}
