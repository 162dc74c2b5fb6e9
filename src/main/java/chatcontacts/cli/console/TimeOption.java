package chatcontacts.cli.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as people type it: ISO-8601 with an offset or Z, or a length of time from now.
 *
 * @param text as it was typed
 */
public record TimeOption(String text) {

    public TimeOption {
        if (DurationOption.isMeant(text)) {
            DurationOption.parse(text);
        } else {
            long unused = millis(OffsetDateTime.parse(text));
        }
    }

    /** Kafka keeps times in milliseconds; ISO-8601 has years that these cannot count. */
    private static long millis(OffsetDateTime time) {
        try {
            return time.toInstant().toEpochMilli();
        } catch (ArithmeticException e) {
            throw new DateTimeException("out of bounds", e);
        }
    }

    /** So long ago, if it is a length. */
    public Instant before(Instant now) {
        return DurationOption.isMeant(text) ? now.minus(DurationOption.parse(text)) : time();
    }

    /** So long from now, if it is a length. */
    public Instant after(Instant now) {
        return DurationOption.isMeant(text) ? now.plus(DurationOption.parse(text)) : time();
    }

    private Instant time() {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Reads an option's value as a time. */
    public static final class Reader implements ITypeConverter<TimeOption> {
        @Override
        public TimeOption convert(String value) {
            try {
                return new TimeOption(value);
            } catch (DateTimeException e) {
                throw new TypeConversionException("\"" + value
                        + "\" is neither a time such as 2026-01-31T08:00:00Z nor a duration such as 90s, 15m, 2h"
                        + " or 7d");
            }
        }
    }
}
