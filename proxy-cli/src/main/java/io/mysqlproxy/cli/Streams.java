package io.mysqlproxy.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The program's own stdout and stderr. */
final class Streams {
    private Streams() {}

    /** Unbuffered, and it tells when it cannot be written, which {@link System#out} does not. */
    static OutputStream stdout() {
        return new FileOutputStream(FileDescriptor.out);
    }

    static PrintWriter stderr() {
        return new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), charset("stderr.encoding")), true);
    }

    /** The terminal's character set; UTF-8 where the system says ASCII, as it does in containers that nobody told a language. */
    static Charset charset(String property) {
        Charset charset = Charset.forName(System.getProperty(property, "UTF-8"), StandardCharsets.UTF_8);
        return charset.canEncode() && charset.newEncoder().canEncode("…·µ") ? charset : StandardCharsets.UTF_8;
    }
}
