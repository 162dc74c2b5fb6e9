package chatcontacts.cli.watch;

import chatcontacts.cli.watch.WatchedRecord.OfDeadLetter;
import chatcontacts.cli.watch.WatchedRecord.OfResult;
import chatcontacts.cli.watch.WatchedRecord.UnreadableRecord;
import chatcontacts.domain.outcome.Outcome.Failed;
import chatcontacts.domain.outcome.Outcome.Started;
import chatcontacts.domain.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The filter of {@code watch}. An empty criterion accepts all. A dead letter counts as FAILED. A result that cannot be read
 * passes, since nobody knows what it is, unless its key is another token than those that are watched for.
 *
 * @param instances bare ids
 * @param clientTokens whole tokens
 * @param status how it ended
 * @param reasons why it failed: those that started do not pass
 */
public record WatchFilter(
        Set<String> instances, Set<String> clientTokens, Optional<Status> status, Set<Reason> reasons) {

    /** How a request ended. */
    public enum Status {
        STARTED,
        FAILED
    }

    public WatchFilter {
        instances = Set.copyOf(instances);
        clientTokens = Set.copyOf(clientTokens);
        reasons = Set.copyOf(reasons);
    }

    boolean matches(WatchedRecord watched) {
        return switch (watched) {
            case OfResult it ->
                matches(
                        Optional.of(it.result().instanceId()),
                        Optional.of(it.result().clientToken()),
                        it.result().outcome() instanceof Started ? Status.STARTED : Status.FAILED,
                        it.result().outcome() instanceof Failed failed
                                ? Optional.of(failed.reason())
                                : Optional.empty());
            case OfDeadLetter it ->
                matches(
                        it.instance(),
                        it.deadLetter().clientToken(),
                        Status.FAILED,
                        it.deadLetter().knownReason());
            case UnreadableRecord it -> clientTokens.isEmpty() || clientTokens.contains(key(it));
        };
    }

    private boolean matches(
            Optional<String> instance, Optional<String> token, Status itsStatus, Optional<Reason> reason) {
        return (instances.isEmpty() || instance.filter(instances::contains).isPresent())
                && (clientTokens.isEmpty()
                        || token.filter(clientTokens::contains).isPresent())
                && status.map(itsStatus::equals).orElse(true)
                && (reasons.isEmpty() || reason.filter(reasons::contains).isPresent());
    }

    private static String key(UnreadableRecord it) {
        byte[] key = it.record().key();
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
