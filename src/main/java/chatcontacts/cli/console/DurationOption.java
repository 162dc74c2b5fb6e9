package chatcontacts.cli.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a duration: 500ms, 90s, 15m, 2h, 7d, or ISO-8601. */
public final class DurationOption implements ITypeConverter<Duration> {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** Times of day are counted from now: they must stay within what a calendar can say. */
    private static final Duration MAX = Duration.ofDays(36_500);

    @Override
    public Duration convert(String text) {
        try {
            return parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("\"" + text + "\" is not a duration such as 500ms, 90s, 15m, 2h or 7d");
        }
    }

    /** Whether the text is a duration, not a time. */
    static boolean isMeant(String text) {
        return text.startsWith("P") || SHORT.matcher(text).matches();
    }

    /**
     * The parsed duration.
     *
     * @throws DateTimeException if it is none, not above zero, or more than 100 years
     */
    public static Duration parse(String text) {
        Matcher parts = SHORT.matcher(text);
        Duration length = parts.matches() ? of(Long.parseLong(parts.group(1)), parts.group(2)) : Duration.parse(text);
        if (!length.isPositive() || length.compareTo(MAX) > 0) {
            throw new DateTimeException("out of bounds");
        }
        return length;
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
