package io.mysqlproxy.protocol.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Files that are complete or not there, and for whom. Where the file system knows no owner, group and others, as on Windows, they get what their folder gives
 * them; a user's own folder there is closed to other users.
 */
final class ProtectedFiles {
    private static final String OWNER_ONLY_FOLDER = "rwx------";
    private static final String OWNER_ONLY = "rw-------";
    private static final String READABLE = "rw-r--r--";

    private ProtectedFiles() {}

    /** Makes what is missing of the path, for its owner alone; leaves alone what is there. */
    static void createDirectories(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, permissions(folder, OWNER_ONLY_FOLDER));
        }
    }

    /** A file that only its owner reads, from its first byte. */
    static void writeSecret(Path file, byte[] content) throws IOException {
        write(file, content, OWNER_ONLY);
    }

    static void writePublic(Path file, byte[] content) throws IOException {
        write(file, content, READABLE);
    }

    /** @throws AccessDeniedException when somebody else could have read the secret in the file */
    static void check(Path file) throws IOException {
        if (isExposed(file)) {
            throw new AccessDeniedException(
                    file.toString(),
                    null,
                    "others than its owner may use this private key; if nobody has, protect it with 'chmod 600 " + file
                            + "'");
        }
    }

    /** Whether the group or others may read, change or run it; false where the file system does not know. */
    static boolean isExposed(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null
                && !PosixFilePermissions.fromString(OWNER_ONLY_FOLDER)
                        .containsAll(view.readAttributes().permissions());
    }

    private static void write(Path file, byte[] content, String permissions) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    permissions(draft, permissions))) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
