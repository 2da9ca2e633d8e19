package io.mysqlproxy.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloTest {
    /** What the JDK itself sends. */
    private static ByteBuffer hello(String... versions) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"});
        parameters.setServerNames(List.of(new SNIHostName("Db.Example")));
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), record);
        return record.flip();
    }

    @Test
    void readsWhatIsAskedFor() throws Exception {
        assertThat(ClientHello.find(hello("TLSv1.3", "TLSv1.2")))
                .contains(new ClientHello(List.of(0x0304, 0x0303), List.of(0x1301, 0xc030), Optional.of("db.example")));
    }

    @Test
    void takesAnOlderClientsVersionForTheHighestOfAllItKnows() throws Exception {
        assertThat(ClientHello.find(hello("TLSv1.2")).orElseThrow().versions()).startsWith(0x0303);
    }

    @Test
    void waitsForTheWholeMessage() throws Exception {
        ByteBuffer whole = hello("TLSv1.3");
        for (int length = 0; length < whole.limit(); length++) {
            assertThat(ClientHello.find(whole.duplicate().limit(length)))
                    .as("first " + length)
                    .isEmpty();
        }
        assertThat(ClientHello.find(whole)).isPresent();
    }

    @Test
    void joinsAMessageThatIsCutIntoRecords() throws Exception {
        ByteBuffer whole = hello("TLSv1.3", "TLSv1.2");
        ByteBuffer cut = ByteBuffer.allocate(100_000);
        whole.position(5);
        while (whole.hasRemaining()) {
            int length = Math.min(7, whole.remaining());
            cut.put(new byte[] {22, 3, 1, 0, (byte) length}).put(whole.slice(whole.position(), length));
            whole.position(whole.position() + length);
        }

        assertThat(ClientHello.find(cut.flip())).isEqualTo(ClientHello.find(hello("TLSv1.3", "TLSv1.2")));
    }

    @Test
    void makesNothingOfOtherBytes() {
        assertThat(ClientHello.find(bytes("15030100020228"))).contains(ClientHello.UNKNOWN);
        assertThat(ClientHello.find(bytes("474554202f20485454502f312e310d0a"))).contains(ClientHello.UNKNOWN);
        assertThat(ClientHello.find(bytes("160301000402000000"))).contains(ClientHello.UNKNOWN);
        assertThat(ClientHello.find(bytes("1603010000"))).contains(ClientHello.UNKNOWN);
        // Says that it is whole, and is not.
        assertThat(ClientHello.find(bytes("16030100060100000203030a"))).contains(ClientHello.UNKNOWN);
    }

    @Test
    void survivesAnyBytes() throws Exception {
        Random random = new Random(11);
        ByteBuffer original = hello("TLSv1.3", "TLSv1.2");
        byte[] mutated = new byte[original.limit()];
        for (int i = 0; i < 20_000; i++) {
            original.get(0, mutated);
            for (int j = 0; j < 4; j++) {
                mutated[5 + random.nextInt(mutated.length - 5)] = (byte) random.nextInt();
            }
            assertThat(ClientHello.find(ByteBuffer.wrap(mutated))).isNotNull();
        }
    }

    @Test
    void asksTheServerForWhatTheClientAsksFor() {
        String[] available = {
            "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        };

        assertThat(CipherSuites.wanted(List.of(0x0a0a, 0x1301, 0xc02f, 0x1302), available))
                .containsExactly(
                        "TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
        assertThat(CipherSuites.wanted(List.of(0xc09e), available)).isEqualTo(available);
        assertThat(TlsVersions.wanted(List.of(0x7a7a, 0x0303), new String[] {"TLSv1.3", "TLSv1.2"}))
                .containsExactly("TLSv1.2");
        assertThat(TlsVersions.wanted(List.of(), new String[] {"TLSv1.3", "TLSv1.2"}))
                .containsExactly("TLSv1.3", "TLSv1.2");
    }

    @Test
    void givesTheClientTheServersCipherWhateverTheKindOfItsKey() {
        String[] available = {
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        };

        assertThat(CipherSuites.preferring("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", available))
                .containsExactly(
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
