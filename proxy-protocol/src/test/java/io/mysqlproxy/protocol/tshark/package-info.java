/**
 * A second opinion: what Wireshark's command line says about the bytes of a transcript, beside what this decoder says. Not part of the build; the script
 * {@code src/test/scripts/compare-with-tshark} runs it, and docs/testing.md explains the differences.
 */
@NullMarked
package io.mysqlproxy.protocol.tshark;

import org.jspecify.annotations.NullMarked;
