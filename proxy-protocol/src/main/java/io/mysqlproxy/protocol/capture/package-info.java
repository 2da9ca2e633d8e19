/**
 * Recorded conversations: captures of tcpdump and Wireshark, and transcripts.
 *
 * <p>{@link io.mysqlproxy.protocol.capture.CaptureReader} reads pcap, pcapng and transcripts, from files or live from a pipe, and tells what each TCP
 * connection carried, with the gaps that the capture has:
 *
 * <pre>{@code
 * CaptureListener listener = connection -> ConnectionListener.decoding(connection, packet -> ..., exchange -> ...);
 * try (CaptureReader reader = new CaptureReader(listener); InputStream in = Files.newInputStream(file)) {
 *     reader.read(in);
 * }
 * }</pre>
 *
 * <p>{@link io.mysqlproxy.protocol.capture.PcapngWriter} writes what decoders tell into a file that Wireshark opens as it is.
 *
 * <h2>Transcripts</h2>
 *
 * <p>A {@link io.mysqlproxy.protocol.capture.Transcript} is the bytes of one connection in both directions, in the order in which
 * they passed, as a value that tests replay and as a text that people read and write.
 *
 * <h3>The text</h3>
 *
 * <pre>
 * # The mysql client logs in with a wrong password.
 * server: MySQL 9.7.4
 * client: mysql 9.7.4
 * date: 2026-11-22
 *
 * # Error before the greeting
 * &lt;&lt; &#64;0 17 00 00 00 ff 10 04 54 6f 6f 20 6d 61 6e 79 20 63  # .......Too many c
 *    6f 6e 6e 65 63 74 69 6f 6e 73                          # onnections
 * &gt;&gt; &#64;1250 01000000 01
 * &gt;&gt; ffffff00 03 41*16777214
 * </pre>
 *
 * <pre>
 * text         := { header | blank } { chunk | blank }
 * header       := key ":" value                    the value runs to the end of the line; each key once
 * key          := a lower-case letter, then lower-case letters, digits, "-", "_"
 * chunk        := first { continuation | blank }
 * first        := ("&gt;&gt;" | "&lt;&lt;") [ "&#64;" microseconds ] { bytes } [ comment ]
 * continuation := white space { bytes } [ comment ]
 * bytes        := hex [ "*" count ]                the bytes, that many times
 * hex          := an even number of hexadecimal digits of either case
 * blank        := [ white space ] [ comment ]
 * comment      := "#" and whatever follows it on the line
 * </pre>
 *
 * <ul>
 *   <li>{@code >>} is what the client sent, {@code <<} what the server sent. A chunk is what was seen at once; its borders are those of reads, not of
 *       packets. It has at least one byte.
 *   <li>{@code @1250}: seen 1250 microseconds after the recording began. Times are optional and never go back.
 *   <li>White space (spaces and tabs) between bytes means nothing. The column behind {@code #} is for people; the parser does not look at it.
 *   <li>{@code 41*16777214} is the byte 41 that many times, {@code 6162*3} is {@code ababab}. A text may stand for at most
 *       {@link io.mysqlproxy.protocol.capture.Transcript#MAXIMUM_BYTES} bytes.
 *   <li>Lines end with LF or CRLF. The text is UTF-8. Anything else is an error with its line number.
 * </ul>
 *
 * <p>Comments are not kept: {@link io.mysqlproxy.protocol.capture.Transcript#toText} writes a column of its own. Everything else survives the way to text
 * and back.
 */
@NullMarked
package io.mysqlproxy.protocol.capture;

import org.jspecify.annotations.NullMarked;
