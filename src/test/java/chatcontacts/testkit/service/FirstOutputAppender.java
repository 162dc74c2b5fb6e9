package chatcontacts.testkit.service;

import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Writes to the standard output that there was when logging began. Logback's own appender asks for it at each line, and would write
 * the lines of other threads into what a command prints: {@link InProcessCommands} puts a stream of its own in its place.
 */
public final class FirstOutputAppender<E> extends OutputStreamAppender<E> {

    @Override
    public void start() {
        PrintStream first = System.out;
        setOutputStream(new OutputStream() {
            @Override
            public void write(int octet) {
                first.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                first.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                first.flush();
            }
        });
        super.start();
    }
}
