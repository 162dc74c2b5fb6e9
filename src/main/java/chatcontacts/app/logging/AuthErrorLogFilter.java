package chatcontacts.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import chatcontacts.app.health.StartupGate;
import chatcontacts.app.streams.ObservedStreams;
import chatcontacts.app.streams.StreamThreadExceptionHandler;
import chatcontacts.domain.errors.CauseChain;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Drops what Kafka's own classes log about authentication and authorization errors: some two hundred lines for each attempt, where
 * the service logs one ({@link StreamThreadExceptionHandler}, {@link StartupGate}). Named in {@code logback.xml}, which can turn it off.
 */
public final class AuthErrorLogFilter extends TurboFilter {

    private static final Pattern AUTH_ERROR = Pattern.compile(
            "(?i)(authorization|authentication)(exception| failed)|failed authentication|not authorized");

    /** Further lines about a failure that {@link StreamThreadExceptionHandler} logs; their advice does not apply to this service. */
    private static final List<String> DUPLICATES =
            List.of("Processing exception handler is set to fail", "Get exceptions for the following tasks");

    private boolean on = true;

    /** Takes the property that lets the libraries log everything; any value but the empty string turns this filter off. */
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
        if (!on || level.toInt() < Level.WARN_INT || !isOfKafka(logger.getName())) {
            return FilterReply.NEUTRAL;
        }
        return isAuthError(failure) || mentionsAuthError(format) || anyAuthError(params)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** Kafka Streams names a logger after the class of its application, which is ours. */
    private static boolean isOfKafka(String logger) {
        return logger.startsWith("org.apache.kafka.") || logger.equals(ObservedStreams.class.getName());
    }

    private static boolean mentionsAuthError(@Nullable String text) {
        return text != null
                && (DUPLICATES.stream().anyMatch(text::contains)
                        || AUTH_ERROR.matcher(text).find());
    }

    private static boolean anyAuthError(Object @Nullable [] params) {
        if (params == null) {
            return false;
        }
        for (Object param : params) {
            boolean authError = switch (param) {
                case Throwable failure -> isAuthError(failure);
                case Map<?, ?> byTask -> anyAuthError(byTask.values().toArray());
                case null, default -> mentionsAuthError(String.valueOf(param));
            };
            if (authError) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAuthError(@Nullable Throwable failure) {
        return failure != null
                && (CauseChain.has(failure, AuthorizationException.class)
                        || CauseChain.has(failure, AuthenticationException.class));
    }
}
