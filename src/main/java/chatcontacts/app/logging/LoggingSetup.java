package chatcontacts.app.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import chatcontacts.config.Settings;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/**
 * Sets the format of the log. Logging begins as text, before the settings are read, so another format means to set it up again. Only
 * this class and {@link AuthErrorLogFilter} know the logging library.
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
            throw new IllegalStateException("logging cannot be configured", e);
        }
    }
}
