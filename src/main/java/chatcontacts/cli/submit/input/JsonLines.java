package chatcontacts.cli.submit.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Splits JSON Lines. Blank lines are counted and left out; of a line that is too long only the beginning is kept. */
public final class JsonLines {

    private final InputStream in;
    private long number;
    private boolean ended;

    /** A line without its line break. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that are only passed on
    public record Line(long number, byte[] utf8) {
        @Override
        public String toString() {
            return "Line[" + number + "]";
        }
    }

    public JsonLines(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** The next line; empty at the end. */
    public Optional<Line> next() throws IOException {
        while (!ended) {
            byte[] line = read();
            if (!isBlank(line)) {
                return Optional.of(new Line(number, line));
            }
        }
        return Optional.empty();
    }

    private byte[] read() throws IOException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            if (line.size() <= InputLimits.BYTES) {
                line.write(b);
            }
            b = in.read();
        }
        ended = b < 0;
        return line.toByteArray();
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
