package chatcontacts.cli.redrive;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which dead letters are selected. An empty filter selects all.
 *
 * @param reasons those that were named
 * @param instances bare ids
 * @param since failed at that time or later
 * @param until failed before that time
 * @param offsets in any of these ranges
 */
public record Selection(
        Set<Reason> reasons,
        Set<String> instances,
        Optional<Instant> since,
        Optional<Instant> until,
        List<OffsetRange> offsets) {

    public Selection {
        reasons = Set.copyOf(reasons);
        instances = Set.copyOf(instances);
        offsets = List.copyOf(offsets);
    }

    /** Whether it is selected by its headers and position. One with an unknown reason may be selected. */
    boolean maySelect(DeadLetterRecord deadLetter) {
        return (reasons.isEmpty()
                        || deadLetter.knownReason().map(reasons::contains).orElse(true))
                && since.map(it -> !deadLetter.failedAt().isBefore(it)).orElse(true)
                && until.map(deadLetter.failedAt()::isBefore).orElse(true)
                && (offsets.isEmpty() || offsets.stream().anyMatch(range -> range.contains(deadLetter)));
    }

    /** Whether it is selected by its instance. */
    boolean selects(Optional<String> instance) {
        return instances.isEmpty() || instance.filter(instances::contains).isPresent();
    }
}
