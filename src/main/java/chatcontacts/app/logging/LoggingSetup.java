package chatcontacts.app.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import chatcontacts.config.Settings;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * How the log is written. Logging begins before the settings are read, for people, so another form means to set it up anew. Only
 * this and {@link AuthErrorLogFilter} know which library it is.
 */
public final class LoggingSetup {

    /** Read by logback.xml. */
    private static final String PROPERTY = "chat.log.format";

    private LoggingSetup() {}

    public static void use(Settings.LogFormat format) {
        if (format == Settings.LogFormat.TEXT
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        System.setProperty(PROPERTY, format.name().toLowerCase(Locale.ROOT));
        context.reset();
        try {
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException("the log cannot be set up", e);
        }
    }
}
