package chatcontacts.domain.call;

import java.time.Instant;
import java.util.Optional;

/** What Connect says of a contact. */
public sealed interface LookupResult {

    /** It has not ended. */
    record StillActive() implements LookupResult {}

    /**
     * It has ended.
     *
     * @param disconnectedAt empty: Connect does not know the contact (any more)
     */
    record HasEnded(Optional<Instant> disconnectedAt) implements LookupResult {}

    /** The rate of such questions is used up. */
    record LookupThrottled() implements LookupResult {}

    /** The credentials have no right to ask. */
    record LookupDenied(String errorCode) implements LookupResult {}

    /** There is no useful answer. */
    record LookupFailed(String errorCode) implements LookupResult {}
}
