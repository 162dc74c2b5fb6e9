package chatcontacts.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was read from files, and is read again once they have changed: their times and sizes are looked at every 10 seconds at most,
 * by whoever asks. Kubernetes swaps a link when a mounted secret changes, which is seen as well. While the files are not what they
 * must be, the former content stays, and a line of the log says so. Thread-safe; nobody waits for a reader.
 */
final class Reloaded<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final List<Path> files;
    private final Supplier<T> reader;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private List<Object> seen;
    private volatile long lookedAtNanos;
    private volatile T content;

    /**
     * Reads them for the first time.
     *
     * @param reader throws KeyFileException if they are not what they must be
     */
    Reloaded(List<Path> files, Supplier<T> reader, LongSupplier nanoTime) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.seen = look();
        this.lookedAtNanos = nanoTime.getAsLong();
        this.content = reader.get();
    }

    T get() {
        if (nanoTime.getAsLong() - lookedAtNanos >= PAUSE_NANOS && lock.tryLock()) {
            try {
                lookedAtNanos = nanoTime.getAsLong();
                readIfChanged();
            } finally {
                lock.unlock();
            }
        }
        return content;
    }

    private void readIfChanged() {
        List<Object> now = look();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            content = reader.get();
            LOG.atInfo().addKeyValue("files", files).log("Read again, as they have changed");
        } catch (KeyFileException e) {
            LOG.atError().log("{}; what was read before stays in use", e.getMessage());
        }
    }

    private List<Object> look() {
        return files.stream().map(Reloaded::look).toList();
    }

    private static Object look(Path file) {
        try {
            return List.of(file.toRealPath(), Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return "missing";
        }
    }
}
