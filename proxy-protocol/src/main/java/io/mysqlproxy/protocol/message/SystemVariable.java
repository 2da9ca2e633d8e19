package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireReader;
import io.mysqlproxy.protocol.wire.WireWriter;
import java.util.Locale;
import java.util.Set;

/** A system variable's new value. Some may hold a password, which is then not shown (SEC-18). */
public record SystemVariable(Bytes name, Bytes value) {
    /** May hold a user and a password, or statements that do. */
    private static final Set<String> SECRET = Set.of("redirect_url", "init_connect", "init_replica", "init_slave");

    public static SystemVariable of(String name, String value) {
        return new SystemVariable(Bytes.utf8(name), Bytes.utf8(value));
    }

    /** Whether the value must not be shown. */
    public boolean isSecret() {
        return SECRET.contains(name.utf8().toLowerCase(Locale.ROOT)) && !value.isEmpty();
    }

    static SystemVariable decode(WireReader reader) {
        return new SystemVariable(reader.stringLenEnc("variable"), reader.stringLenEnc("value"));
    }

    void encode(WireWriter writer) {
        writer.stringLenEnc(name);
        if (isSecret()) {
            writer.secretLenEnc(Secret.of(value));
        } else {
            writer.stringLenEnc(value);
        }
    }

    /** As in {@code autocommit=ON}. */
    @Override
    public String toString() {
        return name + "=" + (isSecret() ? Secret.of(value) : value);
    }
}
