package io.mysqlproxy.protocol.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are taken for a packet, they are refused or written again as they were. One target for each family of decoders, but for values, which have
 * {@link ValuesFuzzTest}. Replays packets of real servers in the normal build; {@code JAZZER_FUZZ=1 ./mvnw test -pl proxy-protocol -am
 * -Dtest=MessagesFuzzTest#survivesAnyLogIn} looks for more, in one family at a time.
 */
class MessagesFuzzTest {
    private static final FuzzedDecoders LOG_IN = new FuzzedDecoders(
            "(Handshake|SslRequest|ProxyHeader|OldAuth|AuthSwitch|AuthNext|AuthMore|RawAuth).*|Command with .*");
    private static final FuzzedDecoders REPLIES =
            new FuzzedDecoders("(Ok|Err|Eof|Progress|ColumnCount|ColumnDefinition|PrepareOk|LocalInfile|Statistics).*");
    private static final FuzzedDecoders COMMANDS = new FuzzedDecoders("Command.*");
    private static final FuzzedDecoders REPLICATION = new FuzzedDecoders("(BinlogEvent|SemiSync).*");
    private static final FuzzedDecoders CLONE = new FuzzedDecoders("Clone.*");

    static Stream<byte[]> logIns() {
        return LOG_IN.captured();
    }

    static Stream<byte[]> replies() {
        return REPLIES.captured();
    }

    static Stream<byte[]> commands() {
        return COMMANDS.captured();
    }

    static Stream<byte[]> replication() {
        return REPLICATION.captured();
    }

    static Stream<byte[]> clones() {
        return CLONE.captured();
    }

    @MethodSource("logIns")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyLogIn(byte[] input) {
        LOG_IN.decode(input);
    }

    @MethodSource("replies")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyReply(byte[] input) {
        REPLIES.decode(input);
    }

    @MethodSource("commands")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyCommand(byte[] input) {
        COMMANDS.decode(input);
    }

    @MethodSource("replication")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyReplicationStream(byte[] input) {
        REPLICATION.decode(input);
    }

    @MethodSource("clones")
    @FuzzTest(maxDuration = "10m")
    void survivesAnyClone(byte[] input) {
        CLONE.decode(input);
    }
}
