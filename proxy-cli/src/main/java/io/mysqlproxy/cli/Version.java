package io.mysqlproxy.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: name, version, and the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "mysql-proxy " + (version == null ? "(built from classes, without a version)" : version),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vendor") + ", on "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }
}
