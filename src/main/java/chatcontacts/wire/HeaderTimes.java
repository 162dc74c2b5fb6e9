package chatcontacts.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times in record headers. */
public final class HeaderTimes {

    private static final Pattern MILLIS = Pattern.compile("-?[0-9]{1,18}");
    private static final int MAX_LENGTH = 64;

    private HeaderTimes() {}

    /** ISO-8601 with an offset or Z, or milliseconds since the epoch; empty if it is neither. */
    public static Optional<Instant> parse(String text) {
        String trimmed = text.length() > MAX_LENGTH ? "" : text.strip();
        if (MILLIS.matcher(trimmed).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(trimmed)));
        }
        try {
            return Optional.of(Instant.parse(trimmed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
