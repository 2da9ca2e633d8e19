package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCacheTest {
    private final AtomicInteger made = new AtomicInteger();

    @TempDir
    private Path root = Path.of("set by JUnit");

    @Test
    void makesAFolderOnceHoweverManyAskForIt() throws Exception {
        ServerCache cache = new ServerCache(root);
        List<Future<Path>> folders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                folders.add(threads.submit(() -> cache.folder("server", this::make)));
            }
        }
        for (Future<Path> folder : folders) {
            assertThat(folder.get()).isEqualTo(root.resolve("server")).isDirectoryContaining("glob:**/content");
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void makesAFolderAnewThatWasLeftHalfMade() {
        ServerCache cache = new ServerCache(root);
        assertThatThrownBy(() -> cache.folder("server", folder -> {
                    Files.writeString(folder.resolve("half"), "of it");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk full");

        Path folder = cache.folder("server", this::make);

        assertThat(folder.resolve("content")).exists();
        assertThat(folder.resolve("half")).doesNotExist();
    }

    private void make(Path folder) throws IOException {
        made.incrementAndGet();
        Files.writeString(folder.resolve("content"), "all of it");
    }
}
