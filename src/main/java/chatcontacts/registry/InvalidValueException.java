package chatcontacts.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value that can never be read. The message is ours and names shapes and rules only. */
final class InvalidValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidValueException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    Optional<Throwable> library() {
        return Optional.ofNullable(getCause());
    }
}
