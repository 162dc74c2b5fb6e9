package chatcontacts.app.logging;

import chatcontacts.app.streams.StreamThreadExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs exceptions that nothing else catches. Those of stream threads are left to {@link StreamThreadExceptionHandler}. */
public final class UncaughtExceptionLogger implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(UncaughtExceptionLogger.class);

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        if (!thread.getName().contains("-StreamThread-")) {
            LOG.atError()
                    .setCause(failure)
                    .addKeyValue("thread", thread.getName())
                    .log("A thread died of an uncaught exception");
        }
    }
}
