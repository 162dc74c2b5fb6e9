package chatcontacts.app.limits;

import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.connect.CloudWatchChats;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How many chats CloudWatch last counted in each instance of the lanes that this process owns, for monitoring. Thread-safe. */
public final class ReportedChats {

    private final Map<InstanceName, Reported> instances = new ConcurrentHashMap<>();

    /**
     * An instance of a lane.
     *
     * @param instanceId the bare id
     */
    public record InstanceName(String lane, String instanceId) {}

    /**
     * What came of the last question.
     *
     * @param count what CloudWatch last said; empty: nothing of late
     * @param problem why the last question has no answer
     */
    public record Reported(Optional<ChatCount> count, Optional<String> problem) {
        /** Nobody has asked. */
        public static final Reported NONE = new Reported(Optional.empty(), Optional.empty());

        /** Active chats that are not among those that are known here: of others, and named by no contact event. */
        public Optional<Integer> unseenBeside(int known) {
            return count.map(it -> Math.max(0, it.chats() - known));
        }
    }

    public Reported of(String lane, String instanceId) {
        return instances.getOrDefault(new InstanceName(lane, instanceId), Reported.NONE);
    }

    /** All that is known. */
    public Map<InstanceName, Reported> all() {
        return Map.copyOf(instances);
    }

    /** CloudWatch answered; of those that it does not name it knows nothing. */
    public void answered(String lane, List<String> asked, Map<String, ChatCount> counts) {
        instances.keySet().removeIf(it -> it.lane.equals(lane) && !asked.contains(it.instanceId));
        for (String instanceId : asked) {
            Optional<ChatCount> count = Optional.ofNullable(counts.get(instanceId));
            Optional<String> problem = count.isPresent() ? Optional.empty() : Optional.of("no data");
            instances.put(new InstanceName(lane, instanceId), new Reported(count, problem));
        }
    }

    /** What was known stays while it is not old. */
    void failed(String lane, List<String> asked, String problem, Instant now) {
        for (String instanceId : asked) {
            instances.compute(
                    new InstanceName(lane, instanceId),
                    (name, known) -> new Reported(
                            Optional.ofNullable(known)
                                    .flatMap(Reported::count)
                                    .filter(it -> it.at().isAfter(now.minus(CloudWatchChats.LOOKS_BACK))),
                            Optional.of(problem)));
        }
    }

    /** Others belong to other processes. */
    void keepOnly(Set<String> lanes) {
        instances.keySet().removeIf(it -> !lanes.contains(it.lane));
    }
}
