package chatcontacts.domain.errors;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A failure and its causes, from the outermost wrapper to the root. */
public final class CauseChain {

    /** Deeper than any real chain; ends a chain that is a circle. */
    private static final int MAX_DEPTH = 20;

    private CauseChain() {}

    /** The failure, its cause, the cause of that, and so on. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_DEPTH);
    }

    /** The outermost of that type. */
    public static <T extends Throwable> @Nullable T first(Throwable failure, Class<T> type) {
        return of(failure).filter(type::isInstance).findFirst().map(type::cast).orElse(null);
    }

    /** The innermost of that type. */
    public static <T extends Throwable> Optional<T> last(Throwable failure, Class<T> type) {
        return of(failure).filter(type::isInstance).map(type::cast).reduce((outer, inner) -> inner);
    }

    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return of(failure).anyMatch(type::isInstance);
    }

    /** Finds a type by its simple name: for internal types of libraries. */
    public static boolean has(Throwable failure, String simpleName) {
        return of(failure).anyMatch(it -> it.getClass().getSimpleName().equals(simpleName));
    }

    /** The innermost cause; the failure itself if it has none. */
    public static Throwable root(Throwable failure) {
        return of(failure).reduce((outer, inner) -> inner).orElse(failure);
    }
}
