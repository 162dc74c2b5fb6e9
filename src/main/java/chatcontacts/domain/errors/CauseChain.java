package chatcontacts.domain.errors;

import org.jspecify.annotations.Nullable;

/** Looks through the wrappers of a failure: CompletionException, the SDK's own, and causes below. */
public final class CauseChain {

    /** Deeper than any chain of the SDK; ends a chain that is a circle. */
    private static final int DEEPEST = 20;

    private CauseChain() {}

    /** The outermost of that type among a failure and its causes. */
    public static <T extends Throwable> @Nullable T first(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }

    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return first(failure, type) != null;
    }

    /** By name, for types of the HTTP client's inside. */
    public static boolean has(Throwable failure, String simpleName) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause.getClass().getSimpleName().equals(simpleName)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
