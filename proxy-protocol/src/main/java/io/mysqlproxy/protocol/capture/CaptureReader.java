package io.mysqlproxy.protocol.capture;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads captures: files of tcpdump and Wireshark (pcap, pcapng) and {@linkplain Transcript transcripts}, told apart by their first bytes. Finds the TCP
 * connections, puts their segments in order and tells what each side sent.
 *
 * <pre>{@code
 * try (CaptureReader reader = new CaptureReader(connection -> ConnectionListener.decoding(connection, packet -> ..., exchange -> ...));
 *         InputStream in = Files.newInputStream(file)) {
 *     reader.read(in);
 * }
 * }</pre>
 *
 * <ol>
 *   <li>The input may be a live pipe: every packet is handed on as soon as it has come.
 *   <li>Several inputs may be read one after the other, as tcpdump cuts them; connections go on from one to the next until {@link #close}.
 *   <li>The server is the side that answered the SYN; if that was not captured, the side with one of the {@link ServerPorts}, else the one that greets,
 *       else the one with the lower port.
 *   <li>What is lost, cut by snaplen or damaged is told as a gap with its size. No byte is made up, and none is told twice.
 *   <li>Memory is bounded per connection and over all, whatever the input announces.
 * </ol>
 *
 * <p>Not thread-safe, and starts no threads: the listener is called by the thread that reads.
 */
public final class CaptureReader implements AutoCloseable {
    private static final int MAGIC = 4;

    private final CaptureListener listener;
    private final Counters counters = new Counters();
    private final Reassembly reassembly;
    private final FrameParser frames;

    /** Reads connections to MySQL's port, and those on other ports that begin with a greeting of MySQL. */
    public CaptureReader(CaptureListener listener) {
        this(listener, ServerPorts.DEFAULT);
    }

    /** Reads the connections that the ports name. */
    public CaptureReader(CaptureListener listener, ServerPorts ports) {
        this(listener, ports, Limits.DEFAULT);
    }

    CaptureReader(CaptureListener listener, ServerPorts ports, Limits limits) {
        this.listener = listener;
        this.reassembly = new Reassembly(listener, ports, limits, counters);
        this.frames = new FrameParser(counters, reassembly);
    }

    /**
     * Reads an input to its end, and leaves it open. Connections stay open for the next input.
     *
     * @throws CaptureFormatException when the input is not a capture, or is damaged from some place on; what stands before was told
     * @throws IOException when it cannot be read
     */
    public void read(InputStream input) throws IOException {
        long before = counters.bytesRead;
        CaptureInput in = new CaptureInput(input, read -> {
            counters.bytesRead = before + read;
            listener.onProgress(counters.bytesRead);
        });
        if (!in.ensure(MAGIC)) {
            throw new CaptureFormatException(0, "not a capture: it has only " + in.available() + " bytes");
        }
        int magic = in.int4(0);
        if (PcapFile.isMagic(magic)) {
            new PcapFile(in, frames).read();
        } else if (magic == PcapngFile.SECTION_HEADER) {
            new PcapngFile(in, frames).read();
        } else if (TranscriptFile.isText(in)) {
            new TranscriptFile(in, reassembly).read();
        } else {
            throw new CaptureFormatException(
                    0, "neither pcap nor pcapng nor a transcript: it begins with %08x".formatted(magic));
        }
    }

    /** What was seen so far. */
    public CaptureCounts counts() {
        return counters.counts();
    }

    /** The end of all inputs: tells what still waits, with its gaps, and closes the connections that are open. */
    @Override
    public void close() {
        reassembly.close();
    }
}
