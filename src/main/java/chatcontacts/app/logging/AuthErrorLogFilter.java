package chatcontacts.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import chatcontacts.app.health.StartupGate;
import chatcontacts.app.streams.StreamThreadExceptionHandler;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps what Kafka's own classes say of a refusal out of the log: some two hundred lines for each try, where the service says it in
 * one ({@link StreamThreadExceptionHandler}, {@link StartupGate}). Named in {@code logback.xml}, which turns it off where somebody wants to read it all.
 */
public final class AuthErrorLogFilter extends TurboFilter {

    private static final Pattern OF_REFUSAL = Pattern.compile(
            "(?i)(authorization|authentication)(exception| failed)|failed authentication|not authorized");

    /** What is said besides of a failure that {@link StreamThreadExceptionHandler} tells; what it advises the service does not take. */
    private static final List<String> SAID_TWICE =
            List.of("Processing exception handler is set to fail", "Get exceptions for the following tasks");

    private static final int DEEPEST_CAUSE = 20;

    private boolean on = true;

    /** What the property that lets the libraries speak is set to; anything but an empty text turns this off. */
    public void setUnless(String libraries) {
        on = libraries.isEmpty();
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable failure) {
        if (!on || level.toInt() < Level.WARN_INT || !logger.getName().startsWith("org.apache.kafka.")) {
            return FilterReply.NEUTRAL;
        }
        return isRefusal(failure) || isOfRefusal(format) || anyRefusal(params) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    private static boolean isOfRefusal(@Nullable String text) {
        return text != null
                && (SAID_TWICE.stream().anyMatch(text::contains)
                        || OF_REFUSAL.matcher(text).find());
    }

    private static boolean anyRefusal(Object @Nullable [] params) {
        if (params == null) {
            return false;
        }
        for (Object param : params) {
            boolean refusal = switch (param) {
                case Throwable failure -> isRefusal(failure);
                case Map<?, ?> byTask -> anyRefusal(byTask.values().toArray());
                case null, default -> isOfRefusal(String.valueOf(param));
            };
            if (refusal) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST_CAUSE && cause != null; depth++) {
            if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
