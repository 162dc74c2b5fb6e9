package chatcontacts.dispatch.engine;

import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.testkit.connect.RandomDuration;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One instance of a {@link LaneScenario}: its quota, its chats, what it answers and what is seen of its chats. */
final class SimulatedInstance {

    private static final long EVENT_DELAY_MS = 100;

    private final LaneScenario scenario;
    private final String id;
    private int quota = Integer.MAX_VALUE;
    private RandomDuration chats = new RandomDuration.Fixed(Duration.ofMinutes(5));
    private long latencyMs = 200;
    private @Nullable Supplier<CallResult> always;
    private boolean openings;
    private double ends;
    private final Map<String, Optional<Instant>> endedAt = new HashMap<>();
    private int active;
    private int starts;
    private int calls;
    private int wasted;
    private double slotMs;
    private long countedAtMs;

    SimulatedInstance(LaneScenario scenario, String id) {
        this.scenario = scenario;
        this.id = id;
        this.countedAtMs = scenario.engine().nowMs;
    }

    SimulatedInstance quota(int most) {
        quota = most;
        return this;
    }

    SimulatedInstance chats(RandomDuration duration) {
        chats = duration;
        return this;
    }

    SimulatedInstance latencyMs(long ms) {
        latencyMs = ms;
        return this;
    }

    /** Every call gets that result. */
    SimulatedInstance answers(Supplier<CallResult> result) {
        always = result;
        return this;
    }

    /** Which events come through: openings or none, and that part of the ends. */
    SimulatedInstance events(boolean ofOpenings, double partOfEnds) {
        openings = ofOpenings;
        ends = partOfEnds;
        return this;
    }

    long latencyMs() {
        return latencyMs;
    }

    int starts() {
        return starts;
    }

    int calls() {
        return calls;
    }

    int wasted() {
        return wasted;
    }

    /** The part of the quota that was taken since the last time this was asked. */
    double slotsUsed() {
        count();
        double used = slotMs / quota / Math.max(1, scenario.engine().nowMs - startedAtMs);
        slotMs = 0;
        startedAtMs = scenario.engine().nowMs;
        return used;
    }

    private long startedAtMs;

    private void count() {
        long nowMs = scenario.engine().nowMs;
        slotMs += (double) active * (nowMs - countedAtMs);
        countedAtMs = nowMs;
    }

    /** A call reaches the instance half of its time later; what it answers is known when that is over. */
    Supplier<CallResult> called(String token) {
        calls++;
        CallResult[] result = new CallResult[1];
        scenario.at(latencyMs / 2, () -> result[0] = process(token));
        return () -> result[0];
    }

    private CallResult process(String token) {
        if (always != null) {
            wasted++;
            return always.get();
        }
        if (active >= quota) {
            wasted++;
            return EngineFixture.full();
        }
        count();
        active++;
        starts++;
        String chat = "chat of " + token;
        endedAt.put(chat, Optional.empty());
        if (openings) {
            seen(chat, ChatSeen.Kind.OPEN);
        }
        scenario.at(chats.sample(scenario.random()).toMillis(), () -> {
            count();
            active--;
            endedAt.put(chat, Optional.of(scenario.engine().now()));
            if (scenario.random().nextDouble() < ends) {
                seen(chat, ChatSeen.Kind.ENDED);
            }
        });
        return EngineFixture.started(token);
    }

    /** What DescribeContact says of a chat. */
    LookupResult lookedUp(String chat) {
        Optional<Instant> ended = endedAt.getOrDefault(chat, Optional.of(Instant.EPOCH));
        return ended.isEmpty() ? new LookupResult.StillActive() : new LookupResult.HasEnded(ended);
    }

    private void seen(String chat, ChatSeen.Kind kind) {
        Instant now = scenario.engine().now();
        scenario.at(
                EVENT_DELAY_MS,
                () -> scenario.engine().accept(new ChatSeen(id, chat, chat, kind, now, ChatSeen.Regions.NONE)));
    }
}
