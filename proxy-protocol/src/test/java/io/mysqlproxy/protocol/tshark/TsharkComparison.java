package io.mysqlproxy.protocol.tshark;

import static org.assertj.core.api.Assertions.assertThat;

import io.mysqlproxy.core.Direction;
import io.mysqlproxy.protocol.capture.Transcript;
import io.mysqlproxy.protocol.conversation.PacketKind;
import io.mysqlproxy.protocol.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/**
 * Compares tshark's fields with this decoder's, packet by packet. Its name keeps it out of the build; the script runs it. Takes the
 * fixtures, or the file or folder that {@code -Dtshark.transcripts} names.
 */
class TsharkComparison {
    private static final Path TRANSCRIPTS =
            Path.of(System.getProperty("tshark.transcripts", "src/test/resources/fixtures"));
    private static final int FIRST_PORT = 20_000;

    private final List<Difference> differences = new ArrayList<>();
    private int packets;
    private int commandPackets;
    private int ourRows;
    private int tsharkRows;
    private int fields;

    /**
     * One field that is not the same on both sides.
     *
     * @param packet counts from 0 in the session
     * @param command whether it comes after the connection phase
     * @param tshark the field's values, empty when tshark does not show it
     */
    record Difference(
            String session,
            int packet,
            boolean command,
            PacketKind kind,
            String field,
            List<String> tshark,
            List<String> ours,
            Circumstances around) {
        @Override
        public String toString() {
            return session + " packet " + packet + " " + kind + " " + field + ": tshark " + tshark + ", we " + ours;
        }
    }

    @Test
    void differsOnlyWhereThereIsAnExplanation() throws IOException, InterruptedException, XMLStreamException {
        try (Stream<Path> files = Files.walk(TRANSCRIPTS, 1)) {
            compare(files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList());
        }

        assertThat(packets).isPositive();
        assertThat(unexplained()).isEmpty();
    }

    private void compare(List<Path> files) throws IOException, InterruptedException, XMLStreamException {
        Path pcap = Files.createTempFile("transcripts", ".pcap");
        try {
            try (OutputStream out = Files.newOutputStream(pcap)) {
                PcapWriter writer = new PcapWriter(out);
                for (int i = 0; i < files.size(); i++) {
                    writer.connection(comparable(files.get(i)), FIRST_PORT + i);
                }
            }
            Map<Integer, List<TsharkPacket>> theirs = tshark(pcap);
            for (int i = 0; i < files.size(); i++) {
                session(files.get(i), theirs.getOrDefault(FIRST_PORT + i, List.of()));
            }
        } finally {
            Files.delete(pcap);
        }
    }

    private static Transcript comparable(Path file) {
        return PlainTranscript.of(withoutProxyHeader(Transcript.load(file)));
    }

    /** tshark takes a PROXY header before the greeting for MySQL and loses its place. */
    private static Transcript withoutProxyHeader(Transcript transcript) {
        long header = OurPackets.of(transcript).stream()
                .filter(seen -> seen.kind() == PacketKind.PROXY_HEADER)
                .mapToLong(seen -> Long.parseLong(seen.packet()
                        .fields()
                        .getOrDefault("packet_length", List.of("0"))
                        .getFirst()))
                .sum();
        List<Transcript.Chunk> chunks = new ArrayList<>();
        for (Transcript.Chunk chunk : transcript.chunks()) {
            boolean begins = header > 0 && chunk.direction() == Direction.CLIENT_TO_SERVER;
            int cut = begins ? (int) Math.min(header, chunk.bytes().length()) : 0;
            header -= cut;
            Bytes rest = chunk.bytes().slice(cut, chunk.bytes().length());
            if (!rest.isEmpty()) {
                chunks.add(new Transcript.Chunk(chunk.direction(), rest, chunk.atMicros()));
            }
        }
        return new Transcript(transcript.headers(), chunks);
    }

    private static Map<Integer, List<TsharkPacket>> tshark(Path pcap)
            throws IOException, InterruptedException, XMLStreamException {
        Process process = new ProcessBuilder(
                        "tshark", "-r", pcap.toString(), "-T", "pdml", "-J", "tcp mysql _ws.malformed")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream pdml = process.getInputStream()) {
            return Pdml.read(pdml);
        } finally {
            process.waitFor();
        }
    }

    private void session(Path file, List<TsharkPacket> theirs) {
        String name = file.getFileName().toString();
        List<OurPackets.Seen> ours = OurPackets.of(comparable(file));
        for (int i = 0; i < ours.size(); i++) {
            OurPackets.Seen seen = ours.get(i);
            TsharkPacket other = i < theirs.size()
                    ? theirs.get(i)
                    : new TsharkPacket(seen.packet().direction());
            packet(name, i, seen, other);
        }
    }

    private void packet(String session, int index, OurPackets.Seen seen, TsharkPacket theirs) {
        packets++;
        if (seen.command()) {
            commandPackets++;
            ourRows += seen.packet().fields().containsKey("row") ? 1 : 0;
            tsharkRows += theirs.fields().containsKey("row") ? 1 : 0;
        }
        TreeSet<String> names = new TreeSet<>(seen.packet().fields().keySet());
        names.addAll(theirs.fields().keySet());
        if (seen.command()) {
            names.retainAll(OurCommands.COMPARED);
        }
        for (String field : names) {
            fields++;
            List<String> they = theirs.fields().getOrDefault(field, List.of());
            List<String> we = seen.packet().fields().getOrDefault(field, List.of());
            if (!they.equals(we)) {
                differences.add(
                        new Difference(session, index, seen.command(), seen.kind(), field, they, we, seen.around()));
            }
        }
    }

    private List<Difference> unexplained() {
        Map<String, Integer> explained = new TreeMap<>();
        List<Difference> open = new ArrayList<>();
        for (Difference difference : differences) {
            Optional<String> explanation = difference.command()
                    ? CommandExplanation.of(difference).map(Enum::name)
                    : Explanation.of(difference).map(Enum::name);
            explanation.ifPresentOrElse(why -> explained.merge(why, 1, Integer::sum), () -> open.add(difference));
        }
        System.out.printf(
                "%d packets, %d of them after the connection phase; %d fields, %d differ, %d of them unexplained%n",
                packets, commandPackets, fields, differences.size(), open.size());
        System.out.printf("%d rows, %d for tshark%n", ourRows, tsharkRows);
        explained.forEach((why, count) -> System.out.printf("%5d  %s%n", count, why));
        return open;
    }
}
