package io.mysqlproxy.protocol;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rules of {@code docs/protocol.md} that the test proves, as in {@code @Rule("CON-8")} or {@code @Rule({"TYP-1", "TYP-2"})}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rule {
    /** Ids as the document writes them. */
    String[] value();
}
