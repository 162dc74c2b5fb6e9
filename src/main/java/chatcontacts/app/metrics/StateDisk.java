package chatcontacts.app.metrics;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

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
        try {
            if (!Files.isDirectory(directory)) {
                return Double.NaN;
            }
            Sum sum = new Sum();
            Files.walkFileTree(directory, sum);
            return sum.bytes;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static final class Sum extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            return unlessGone(failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
            return unlessGone(failure);
        }

        private static FileVisitResult unlessGone(@Nullable IOException failure) throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
                throw failure;
            }
            return FileVisitResult.CONTINUE;
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
