package chatcontacts.cli.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Graceful shutdown of a command on Ctrl-C or SIGTERM: the command's own thread stops and prints its summary, and the
 * process exits with the command's exit code instead of that of the signal.
 */
public final class ShutdownSignal implements StopToken, AutoCloseable {

    /** After this time the process exits whatever the command does. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode = ExitCode.OK;
    private final Thread hook = Thread.ofPlatform().name("stop").unstarted(this::end);

    public ShutdownSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end() {
        requested.countDown();
        int code = ExitCode.INTERNAL;
        try {
            if (finished.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                code = exitCode;
            } else {
                System.err.println("aborted: the command did not end within " + GRACE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }

    @Override
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    @Override
    public void pause(Duration length) {
        try {
            if (requested.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has finished: if a shutdown was requested, the process exits with that code. */
    public void finished(int code) {
        exitCode = code;
        finished.countDown();
    }

    @Override
    public void close() {
        if (!isRequested()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // the hook runs, and ends the process
            }
        }
    }
}
