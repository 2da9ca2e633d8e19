package io.mysqlproxy.protocol;

import io.mysqlproxy.protocol.conversation.OpaqueReason;
import java.util.Optional;

/** Whether the optional library for zstd can be used. */
final class Zstd {
    private static final String LIBRARY_CLASS = "com.github.luben.zstd.ZstdDecompressCtx";

    private Zstd() {}

    /** Why not, if it cannot. The first call loads native code, which takes the better part of a second. */
    static Optional<OpaqueReason> hindrance() {
        return Loaded.HINDRANCE;
    }

    private static final class Loaded {
        static final Optional<OpaqueReason> HINDRANCE = load();

        private static Optional<OpaqueReason> load() {
            try {
                Class.forName(LIBRARY_CLASS, false, Zstd.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                return Optional.of(OpaqueReason.ZSTD_MISSING);
            }
            try {
                new ZstdDecompressor().close();
                return Optional.empty();
            } catch (LinkageError e) {
                // No native code for this machine, or no place to unpack it to.
                return Optional.of(OpaqueReason.ZSTD_UNUSABLE);
            }
        }
    }
}
