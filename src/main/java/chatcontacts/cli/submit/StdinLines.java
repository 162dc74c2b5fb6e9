package chatcontacts.cli.submit;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.submit.input.JsonLines;
import chatcontacts.cli.submit.input.JsonLines.Line;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines on a thread of its own, a few ahead, so that a pipe that pauses does not keep outcomes from being told. The
 * thread ends with the input, or with the process.
 */
final class StdinLines {

    private static final int AHEAD = 16;

    private final BlockingQueue<Item> items = new ArrayBlockingQueue<>(AHEAD);
    private boolean ended;

    private sealed interface Item {}

    private record Next(Line line) implements Item {}

    private record End(Optional<IOException> failure) implements Item {}

    StdinLines(InputStream in) {
        Thread.ofPlatform().daemon().name("standard-input").start(() -> run(new JsonLines(in)));
    }

    private void run(JsonLines lines) {
        try {
            Item end = read(lines);
            items.put(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Item read(JsonLines lines) throws InterruptedException {
        try {
            Optional<Line> line = lines.next();
            while (line.isPresent()) {
                items.put(new Next(line.get()));
                line = lines.next();
            }
            return new End(Optional.empty());
        } catch (IOException e) {
            return new End(Optional.of(e));
        }
    }

    boolean isEnded() {
        return ended;
    }

    /** The next line, if it comes that soon. */
    Optional<Line> poll(Duration longest) {
        return switch (next(longest)) {
            case null -> Optional.empty();
            case Next next -> Optional.of(next.line());
            case End end -> {
                ended = true;
                end.failure().ifPresent(failure -> {
                    throw new CommandException(
                            ExitCode.USAGE,
                            "cannot read standard input (" + failure.getClass().getSimpleName() + ")",
                            failure);
                });
                yield Optional.empty();
            }
        };
    }

    private @Nullable Item next(Duration longest) {
        try {
            return items.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERNAL, "interrupted", e);
        }
    }
}
