package io.mysqlproxy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdException;
import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.conversation.OpaqueReason;
import io.mysqlproxy.protocol.wire.CompressionAlgorithm;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The library for zstd is optional. */
class ZstdTest {
    /** Where the library looks for its native code, if somebody has put it there. */
    private static final String NATIVE_PATH = "ZstdNativePath";

    @Test
    void isSupportedWhereItsLibraryIs() {
        assertThat(Compression.isSupported(CompressionAlgorithm.ZSTD)).isTrue();
        assertThat(Compression.isSupported(CompressionAlgorithm.ZLIB)).isTrue();
    }

    @Test
    void saysWhichLibraryIsMissing() throws Exception {
        assertThat(toldWith())
                .containsExactly(
                        "<< 0 HandshakeV10",
                        ">> 1 HandshakeResponse41",
                        "<< 2 Ok",
                        "opaque ZSTD_MISSING",
                        "zstd false, zlib true");
        assertThat(OpaqueReason.ZSTD_MISSING.description()).contains("com.github.luben:zstd-jni");
    }

    @Test
    void saysThatTheLibraryCannotBeLoaded() throws Exception {
        System.setProperty(NATIVE_PATH, "/no/such/library");
        try {
            assertThat(toldWith(ZstdException.class)).contains("opaque ZSTD_UNUSABLE", "zstd false, zlib true");
        } finally {
            System.clearProperty(NATIVE_PATH);
        }
    }

    /** By the same classes, loaded anew by a loader that knows no more than they need, and these. */
    @SuppressWarnings("unchecked") // the type is erased, and the class is the one below
    private static List<String> toldWith(Class<?>... more) throws Exception {
        URL[] classPath = Stream.concat(
                        Stream.of(PacketDecoder.class, Talk.class, Direction.class, Nullable.class), Stream.of(more))
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(LogIn.class.getName());
            assertThat(type).isNotEqualTo(LogIn.class);
            return ((Callable<List<String>>) type.getDeclaredConstructor().newInstance()).call();
        }
    }

    /** A log-in that agrees on zstd. */
    public static final class LogIn implements Callable<List<String>> {
        @Override
        public List<String> call() {
            List<String> told = new Talk()
                    .greeted(Talk.MYSQL_9_7_GREETING)
                    .login(CompressedTalk.zstdCapabilities())
                    .told();
            String support = "zstd " + Compression.isSupported(CompressionAlgorithm.ZSTD) + ", zlib "
                    + Compression.isSupported(CompressionAlgorithm.ZLIB);
            return Stream.concat(told.stream(), Stream.of(support)).toList();
        }
    }
}
