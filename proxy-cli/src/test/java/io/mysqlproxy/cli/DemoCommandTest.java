package io.mysqlproxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Servers.Resolver.class)
class DemoCommandTest {
    @Test
    void showsLoginsQueriesAndRefusalsOfARealClient(Servers servers) {
        // Skips, or fails in CI, where there is no server to show.
        assertThat(servers.get(Flavor.MYSQL).port()).isPositive();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        StringWriter told = new StringWriter();

        int exitCode =
                Main.commandLine(shown).setErr(new PrintWriter(told, true)).execute("demo");

        String text = shown.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(told.toString()).isZero();
        assertThat(text)
                .containsSubsequence(
                        "opened", "HandshakeV10", "HandshakeResponse41", "Ok", "query", "rows", "ERROR 1146", "closed")
                .containsSubsequence("#3", "HandshakeV10", "ERROR 1045", "closed")
                .doesNotContain("Undecodable", "correct horse");
        assertThat(told.toString()).contains("3 sessions", "0 undecoded").doesNotContain("Exception");
    }
}
