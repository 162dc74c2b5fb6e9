package chatcontacts.cli.redrive;

import chatcontacts.wire.DeadLetterRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some of the dead letters of one partition.
 *
 * @param partition of the dead-letter topic
 * @param first the first offset
 * @param last the last one, itself included
 */
public record OffsetRange(int partition, long first, long last) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(?::([0-9]{0,18})(-([0-9]{0,18}))?)?");

    /**
     * Reads {@code PARTITION}, {@code PARTITION:OFFSET} or {@code PARTITION:FIRST-LAST}, where either end may be left out.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static OffsetRange parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || (parts.group(2) != null && parts.group(2).isEmpty() && parts.group(3) == null)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not PARTITION, PARTITION:OFFSET or PARTITION:FIRST-LAST");
        }
        long first = number(parts.group(2), 0);
        long last = parts.group(2) == null || parts.group(3) != null ? number(parts.group(4), Long.MAX_VALUE) : first;
        if (last < first) {
            throw new IllegalArgumentException("\"" + text + "\" ends before it starts");
        }
        return new OffsetRange(Integer.parseInt(parts.group(1)), first, last);
    }

    private static long number(@Nullable String digits, long otherwise) {
        return digits == null || digits.isEmpty() ? otherwise : Long.parseLong(digits);
    }

    boolean contains(DeadLetterRecord deadLetter) {
        return deadLetter.partition() == partition && deadLetter.offset() >= first && deadLetter.offset() <= last;
    }
}
