package io.mysqlproxy.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: name, version, and the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        // From the jar's manifest; classes that are not in a jar have none.
        String version =
                Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(run from classes)");
        return new String[] {
            "mysql-proxy " + version,
            "Java " + Runtime.version() + ", " + System.getProperty("java.vendor") + ", on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
