package chatcontacts.testkit.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Captures the log while it is open, that of the service from DEBUG on and that of libraries from INFO on, instead of the
 * console.
 */
public final class CapturedLog implements AutoCloseable {

    private final Logger root;
    private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
    private final Map<Logger, Level> levels = new HashMap<>();
    private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ours = Collections.synchronizedList(new ArrayList<>());
    private final AppenderBase<ILoggingEvent> tap = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            texts.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + event.getMDCPropertyMap());
            if (event.getLoggerName().startsWith("chatcontacts.")
                    && event.getLevel().isGreaterOrEqual(Level.INFO)) {
                ours.add(event.getFormattedMessage());
            }
            for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
                texts.add(each.getClassName() + " " + each.getMessage());
            }
        }
    };

    public CapturedLog() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        for (Iterator<Appender<ILoggingEvent>> it = root.iteratorForAppenders(); it.hasNext(); ) {
            usual.add(it.next());
        }
        usual.forEach(root::detachAppender);
        context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .forEach(logger -> levels.put(logger, logger.getLevel()));
        levels.keySet().forEach(logger -> logger.setLevel(Level.INFO));
        Logger ours = context.getLogger("chatcontacts");
        levels.putIfAbsent(ours, Level.INFO);
        ours.setLevel(Level.DEBUG);
        tap.setContext(context);
        tap.start();
        root.addAppender(tap);
    }

    public List<String> texts() {
        return List.copyOf(texts);
    }

    /** Messages of our own from INFO on: what an operator sees. */
    public List<String> ours() {
        return List.copyOf(ours);
    }

    @Override
    public void close() {
        root.detachAppender(tap);
        usual.forEach(root::addAppender);
        levels.forEach(Logger::setLevel);
    }
}
