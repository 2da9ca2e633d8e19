package io.mysqlproxy.protocol.message;

import io.mysqlproxy.protocol.wire.Bytes;
import io.mysqlproxy.protocol.wire.Secret;
import io.mysqlproxy.protocol.wire.WireWriter;

/** Plugin data of which only the length is known or matters. */
public sealed interface OpaqueAuthData extends AuthData {
    /** No data where the plugin has nothing to say. */
    record Nothing() implements OpaqueAuthData {
        @Override
        public void encode(WireWriter writer) {}

        @Override
        public String description() {
            return "nothing";
        }
    }

    /** What a client answers to a plugin that asks the operating system instead. */
    record Ignored(Secret answer) implements OpaqueAuthData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(answer);
        }

        @Override
        public String description() {
            return answer.isEmpty() ? "nothing" : "an answer that the plugin does not look at";
        }
    }

    /** Data of a plugin that this package does not know (AUT-12). */
    record Unknown(String plugin, Secret data) implements OpaqueAuthData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(data);
        }

        @Override
        public String description() {
            return data.length() + " bytes for the plugin " + (plugin.isEmpty() ? "without a name" : plugin);
        }
    }

    /** Data that does not have the layout of its plugin. */
    record Unfitting(String plugin, Secret data) implements OpaqueAuthData {
        @Override
        public void encode(WireWriter writer) {
            writer.secret(data);
        }

        @Override
        public String description() {
            return data.length() + " bytes that do not fit the plugin " + plugin;
        }
    }

    static OpaqueAuthData of(String plugin, Bytes data) {
        if (AuthPlugin.byName(plugin) == AuthPlugin.UNKNOWN) {
            return new Unknown(plugin, Secret.of(data));
        }
        return data.isEmpty() ? new Nothing() : new Unfitting(plugin, Secret.of(data));
    }
}
