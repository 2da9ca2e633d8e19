package io.mysqlproxy.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: name, version, commit, and the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "mysql-proxy " + programVersion(),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vendor") + ", on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    private static String programVersion() {
        Path jar = Path.of(URI.create(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        if (Files.isDirectory(jar)) {
            return "(run from classes, without a version)";
        }
        try (JarFile program = new JarFile(jar.toFile())) {
            Attributes manifest = program.getManifest().getMainAttributes();
            return manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION) + " (commit "
                    + manifest.getValue("Implementation-Revision") + ")";
        } catch (IOException unreadable) {
            return "(version unknown: " + unreadable.getMessage() + ")";
        }
    }
}
