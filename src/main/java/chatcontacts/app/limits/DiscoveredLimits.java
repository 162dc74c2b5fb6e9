package chatcontacts.app.limits;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What AWS last said of each limit, for monitoring. Thread-safe. */
public final class DiscoveredLimits {

    private final Map<LimitName, Discovery> discoveries = new ConcurrentHashMap<>();

    /** Which limit: the quota of an instance, or without one the rate of a lane. */
    private record LimitName(String lane, Optional<String> instanceId) {}

    /**
     * What came of the last question.
     *
     * @param applied what AWS last said; empty: nothing yet
     * @param readAt when it said so
     * @param problem why the last question has no answer
     */
    public record Discovery(Optional<Double> applied, Optional<Instant> readAt, Optional<String> problem) {
        /** Nobody has asked. */
        public static final Discovery NONE = new Discovery(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Of the rate of a lane. */
    public Discovery rate(String lane) {
        return discoveries.getOrDefault(new LimitName(lane, Optional.empty()), Discovery.NONE);
    }

    /** Of the quota of an instance, by its bare id. */
    public Discovery quota(String lane, String instanceId) {
        return discoveries.getOrDefault(new LimitName(lane, Optional.of(instanceId)), Discovery.NONE);
    }

    /** AWS said that value. */
    public void answered(String lane, Optional<String> instanceId, double applied, Instant now) {
        discoveries.put(
                new LimitName(lane, instanceId),
                new Discovery(Optional.of(applied), Optional.of(now), Optional.empty()));
    }

    /** What was known stays. */
    void failed(String lane, Optional<String> instanceId, String problem) {
        discoveries.merge(
                new LimitName(lane, instanceId),
                new Discovery(Optional.empty(), Optional.empty(), Optional.of(problem)),
                (known, failed) -> new Discovery(known.applied, known.readAt, failed.problem));
    }
}
