package chatcontacts.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as people type it: ISO-8601 with an offset or Z, or a length of time from now.
 *
 * @param text as it was typed
 */
record Moment(String text) {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    Moment {
        if (!text.startsWith("P") && !SHORT.matcher(text).matches()) {
            OffsetDateTime.parse(text);
        } else {
            length(text);
        }
    }

    /** So long ago, if it is a length. */
    Instant before(Instant now) {
        return isLength() ? now.minus(length(text)) : OffsetDateTime.parse(text).toInstant();
    }

    /** So long from now, if it is a length. */
    Instant after(Instant now) {
        return isLength() ? now.plus(length(text)) : OffsetDateTime.parse(text).toInstant();
    }

    private boolean isLength() {
        return text.startsWith("P") || SHORT.matcher(text).matches();
    }

    private static Duration length(String text) {
        Matcher parts = SHORT.matcher(text);
        if (!parts.matches()) {
            return Duration.parse(text);
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Reads an option's value as a time. */
    static final class Reader implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String value) {
            try {
                return new Moment(value);
            } catch (DateTimeException e) {
                throw new TypeConversionException(
                        "\"" + value + "\" is neither a time such as 2026-01-31T08:00:00Z nor a length such as 90s,"
                                + " 15m, 2h or 7d");
            }
        }
    }

    /** Reads an option's value as a length of time. */
    static final class LengthReader implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                Duration length = length(value);
                if (length.isPositive()) {
                    return length;
                }
            } catch (DateTimeException e) {
                // told below, like one that is not positive
            }
            throw new TypeConversionException("\"" + value + "\" is not a length of time such as 90s, 15m, 2h or 7d");
        }
    }
}
