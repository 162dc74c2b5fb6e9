package chatcontacts.domain.control;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Priorities as operators write them: 7, or 5-9.
 *
 * @param from the most urgent one
 * @param to the least urgent one
 */
public record PriorityRange(int from, int to) {

    private static final Pattern TEXT = Pattern.compile("([0-9])(?:-([0-9]))?");

    /** The range; empty if the text is none. */
    public static Optional<PriorityRange> parse(String text) {
        Matcher range = TEXT.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        int from = Integer.parseInt(range.group(1));
        return Optional.of(new PriorityRange(from, range.group(2) == null ? from : Integer.parseInt(range.group(2))));
    }
}
