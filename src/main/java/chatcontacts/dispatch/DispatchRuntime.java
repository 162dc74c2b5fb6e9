package chatcontacts.dispatch;

import chatcontacts.domain.call.ContactLookup;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the dispatch tasks of a process share.
 *
 * @param lookups what asks for contacts, by the name of the lane
 * @param gate stops calls when the process is to end
 * @param limits the limits that change while it runs
 * @param threads the stream threads: whether they stood still, when they committed, for what they wait
 * @param clockMs the present time of Kafka Streams, whose own does not advance while a thread handles a batch of records; an earlier
 *     one than that counts as that
 */
public record DispatchRuntime(
        Map<String, ContactLookup> lookups,
        DrainGate gate,
        LimitChanges limits,
        StreamThreads threads,
        LongSupplier clockMs) {}
