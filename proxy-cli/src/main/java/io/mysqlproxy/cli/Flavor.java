package io.mysqlproxy.cli;

/** The two families of servers. */
enum Flavor {
    MYSQL("MySQL"),
    MARIADB("MariaDB");

    private final String productName;

    Flavor(String productName) {
        this.productName = productName;
    }

    String productName() {
        return productName;
    }

    /**
     * @param version as a greeting or {@code mysqld --version} tells it
     */
    static Flavor ofVersion(String version) {
        return version.contains("MariaDB") ? MARIADB : MYSQL;
    }
}
