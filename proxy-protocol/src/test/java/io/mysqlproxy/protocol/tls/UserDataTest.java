package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserDataTest {
    private static final Path HOME = Path.of("/home/ann");

    @Test
    void isWhereTheUserSays() {
        assertThat(UserData.folder(Map.of("XDG_DATA_HOME", "/data"), "Linux", HOME))
                .isEqualTo(Path.of("/data/mysql-proxy"));
    }

    @Test
    void isWhereTheSystemKeepsSuchData() {
        assertThat(UserData.folder(Map.of("XDG_DATA_HOME", "data"), "Linux", HOME))
                .isEqualTo(Path.of("/home/ann/.local/share/mysql-proxy"));
        assertThat(UserData.folder(Map.of(), "Mac OS X", HOME))
                .isEqualTo(Path.of("/home/ann/Library/Application Support/mysql-proxy"));
        assertThat(UserData.folder(Map.of("LOCALAPPDATA", "/c/Users/ann/Local"), "Windows 11", HOME))
                .isEqualTo(Path.of("/c/Users/ann/Local/mysql-proxy"));
        assertThat(UserData.folder(Map.of(), "Windows 11", HOME))
                .isEqualTo(Path.of("/home/ann/AppData/Local/mysql-proxy"));
    }
}
