package chatcontacts.cli;

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
record Moment(String text) {

    Moment {
        if (Length.isMeant(text)) {
            Length.parse(text);
        } else {
            OffsetDateTime.parse(text);
        }
    }

    /** So long ago, if it is a length. */
    Instant before(Instant now) {
        return Length.isMeant(text) ? now.minus(Length.parse(text)) : time();
    }

    /** So long from now, if it is a length. */
    Instant after(Instant now) {
        return Length.isMeant(text) ? now.plus(Length.parse(text)) : time();
    }

    private Instant time() {
        return OffsetDateTime.parse(text).toInstant();
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
}
