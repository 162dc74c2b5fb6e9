package chatcontacts.app.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a state directory takes of its disk, and what is free there. Read at each scrape: it holds a few hundred files at most.
 * Kafka Streams deletes files meanwhile; one that is gone counts nothing. Thread-safe.
 */
final class StateDisk {

    private final Path directory;

    StateDisk(Path directory) {
        this.directory = directory;
    }

    /** Bytes of all files in it, {@code NaN} if it cannot be read. */
    double usedBytes() {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(StateDisk::size).sum();
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that this process may still write there, {@code NaN} if nobody knows. */
    double freeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
