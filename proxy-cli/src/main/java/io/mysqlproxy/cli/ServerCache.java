package io.mysqlproxy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is made once per user and kept: unpacked servers and fresh data folders. One folder per key under {@code $XDG_CACHE_HOME/mysql-proxy}, or
 * {@code ~/.cache/mysql-proxy}; may be deleted at any time when nothing runs.
 *
 * <ol>
 *   <li>A folder counts only when the marker that is written last is in it; a half-made one is made anew.
 *   <li>A folder is made by one process, and one thread of it, at a time; others wait for it.
 * </ol>
 */
final class ServerCache {
    /** Fills a folder that exists and is empty. */
    @FunctionalInterface
    interface Maker {
        void makeIn(Path folder) throws IOException;
    }

    private static final String MARKER = "complete";
    /** A file lock is held by the whole process, so that threads need a lock of their own. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private final Path root;

    ServerCache(Path root) {
        this.root = root;
    }

    /** The user's own; in the folder for temporary files when there is no home that can be written to. */
    static ServerCache ofUser() {
        Map<String, String> environment = System.getenv();
        String home = System.getProperty("user.home", "");
        Path caches = environment.containsKey("XDG_CACHE_HOME")
                ? Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""))
                : Path.of(home, ".cache");
        Path parent = caches.isAbsolute() && Files.isWritable(nearestExisting(caches))
                ? caches
                : Path.of(System.getProperty("java.io.tmpdir"), "cache-of-" + System.getProperty("user.name"));
        return new ServerCache(parent.resolve("mysql-proxy"));
    }

    private static Path nearestExisting(Path path) {
        Path existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /**
     * The folder for the key, made if it is not there.
     *
     * @param key becomes the folder's name; changes with everything that changes the content
     * @throws UncheckedIOException when it cannot be made; nothing that counts is left then
     */
    Path folder(String key, Maker maker) {
        Path folder = root.resolve(key);
        MAKING.lock();
        try {
            Files.createDirectories(root);
            try (FileChannel channel = FileChannel.open(
                            root.resolve(key + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !Files.exists(folder.resolve(MARKER))) {
                    FileTree.delete(folder);
                    Files.createDirectories(folder);
                    maker.makeIn(folder);
                    Files.createFile(folder.resolve(MARKER));
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            MAKING.unlock();
        }
    }
}
