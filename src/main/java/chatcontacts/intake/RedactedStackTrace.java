package chatcontacts.intake;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace for a dead letter: classes and frames of what was thrown and of its causes. Without the messages, in which
 * libraries quote the content that they could not read.
 */
final class RedactedStackTrace {

    /** Characters; all of them ASCII but in exotic class names. */
    static final int MAX_LENGTH = 4000;

    private static final int MAX_FRAMES = 20;

    private RedactedStackTrace() {}

    static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        @Nullable Throwable each = thrown;
        while (each != null && seen.add(each) && text.length() < MAX_LENGTH) {
            text.append(seen.size() == 1 ? "" : "Caused by: ")
                    .append(each.getClass().getName())
                    .append('\n');
            StackTraceElement[] frames = each.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                text.append("\tat ").append(frames[i]).append('\n');
            }
            if (frames.length > MAX_FRAMES) {
                text.append("\t... ").append(frames.length - MAX_FRAMES).append(" more\n");
            }
            each = each.getCause();
        }
        return text.length() <= MAX_LENGTH ? text.toString() : text.substring(0, MAX_LENGTH);
    }
}
