package chatcontacts.cli.redrive;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters are selected. An empty filter selects all.
 *
 * @param reasons those that were named
 * @param instances of a dead letter that does not say its Region or account, only the id is compared
 * @param since failed at that time or later
 * @param until failed before that time
 * @param offsets in any of these ranges
 * @param errorCodes those that were named; {@link #NO_ERROR_CODE} for dead letters without one
 * @param contactFlows those that were named, as the requests have them
 */
public record Selection(
        Set<Reason> reasons,
        Set<InstanceRef> instances,
        Optional<Instant> since,
        Optional<Instant> until,
        List<OffsetRange> offsets,
        Set<String> errorCodes,
        Set<String> contactFlows) {

    /** In place of a code, for dead letters that have none. */
    static final String NO_ERROR_CODE = "none";

    public Selection {
        reasons = Set.copyOf(reasons);
        instances = Set.copyOf(instances);
        offsets = List.copyOf(offsets);
        errorCodes = Set.copyOf(errorCodes);
        contactFlows = Set.copyOf(contactFlows);
    }

    /** Whether it is selected by its headers and position. One with an unknown reason may be selected. */
    boolean maySelect(DeadLetterRecord deadLetter) {
        return (reasons.isEmpty()
                        || deadLetter.knownReason().map(reasons::contains).orElse(true))
                && (errorCodes.isEmpty()
                        || errorCodes.contains(deadLetter.errorCode().orElse(NO_ERROR_CODE)))
                && since.map(it -> !deadLetter.failedAt().isBefore(it)).orElse(true)
                && until.map(deadLetter.failedAt()::isBefore).orElse(true)
                && (offsets.isEmpty() || offsets.stream().anyMatch(range -> range.contains(deadLetter)));
    }

    /** Whether it is selected by what its request says. */
    boolean selects(Optional<InstanceRef> instance, Optional<String> contactFlow) {
        boolean ofInstance = instances.isEmpty()
                || instance.filter(it -> instances.stream().anyMatch(it::agreesWith))
                        .isPresent();
        return ofInstance
                && (contactFlows.isEmpty()
                        || contactFlow.filter(contactFlows::contains).isPresent());
    }
}
