package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDiskTest {

    private static final int READINGS = 2_000;

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void filesThatGoWhileTheyAreCountedAreNoError() throws IOException {
        Files.write(folder.resolve("kept"), new byte[100]);
        CompletableFuture<Void> streams = CompletableFuture.runAsync(this::writeAndDelete);
        StateDisk disk = new StateDisk(folder);
        try {
            for (int i = 0; i < READINGS; i++) {
                assertThat(disk.usedBytes()).isBetween(100.0, 110.0);
            }
        } finally {
            over.set(true);
            streams.join();
        }
    }

    private void writeAndDelete() {
        try {
            while (!over.get()) {
                Path store = Files.createDirectory(folder.resolve("store"));
                Path file = Files.write(store.resolve("file"), new byte[10]);
                Files.delete(file);
                Files.delete(store);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
