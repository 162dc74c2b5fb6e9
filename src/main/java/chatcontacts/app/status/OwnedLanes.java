package chatcontacts.app.status;

import chatcontacts.app.limits.LimitsView;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.RateLimit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lanes that this process owns, also those with nothing to do, of which dispatch knows nothing: with all listed instances, and with
 * unlisted ones from their first chat on. Thread-safe.
 */
public final class OwnedLanes implements Supplier<List<LaneSnapshot>> {

    private static final LaneSnapshot.Movement IDLE =
            new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

    /** There may be any number of unlisted instances. */
    private static final int MAX_REMEMBERED = 1_000;

    private final Settings settings;
    private final Supplier<LimitsView> limits;
    private final Supplier<List<LaneSnapshot>> busy;
    private final Function<String, Optional<Boolean>> isHere;
    /** Where each lane was when that was last known. */
    private final Map<String, Boolean> here = new HashMap<>();

    /** Unlisted instances that had chats, by lane and id, as they are with nothing to do. */
    private final Map<String, Map<String, InstanceSnapshot>> unlisted = new HashMap<>();

    /**
     * Those lanes.
     *
     * @param busy the newest snapshots of those of which dispatch knows something
     * @param isHere whether this process owns a lane; empty: not known at the moment
     */
    public OwnedLanes(
            Settings settings,
            Supplier<LimitsView> limits,
            Supplier<List<LaneSnapshot>> busy,
            Function<String, Optional<Boolean>> isHere) {
        this.settings = settings;
        this.limits = limits;
        this.busy = busy;
        this.isHere = isHere;
    }

    @Override
    public synchronized List<LaneSnapshot> get() {
        Map<String, LaneSnapshot> lanes = new LinkedHashMap<>();
        busy.get().forEach(it -> lanes.put(it.lane(), it));
        for (String lane : settings.lanes().keySet()) {
            if (!lanes.containsKey(lane)) {
                isHere.apply(lane).ifPresent(known -> here.put(lane, known));
                if (here.getOrDefault(lane, false)) {
                    lanes.put(lane, idle(lane));
                }
            } else {
                here.put(lane, true);
            }
        }
        unlisted.keySet().retainAll(lanes.keySet());
        return lanes.values().stream().map(this::withUnlisted).toList();
    }

    private LaneSnapshot idle(String name) {
        LimitsView view = limits.get();
        RateLimit rate = view.lane(name).rate().value();
        return new LaneSnapshot(
                name,
                false,
                rate.ratePerSecond(),
                rate.ratePerSecond(),
                0,
                settings.lane(name).inFlightMax(),
                LaneCircuitBreaker.HoldCause.NONE,
                "",
                0,
                settings.instances().all().stream()
                        .filter(it -> it.lane().equals(name))
                        .map(it -> InstanceSnapshot.idle(
                                it.id(),
                                view.instance(name, it.id()).concurrentChats().value(),
                                it.contactEvents() == InstanceSettings.ContactEvents.ON))
                        .toList(),
                IDLE,
                List.of(),
                Optional.empty(),
                List.of());
    }

    private LaneSnapshot withUnlisted(LaneSnapshot lane) {
        Map<String, InstanceSnapshot> present = lane.instances().stream()
                .collect(Collectors.toMap(InstanceSnapshot::instanceId, it -> it, (one, other) -> one));
        Map<String, InstanceSnapshot> remembered = unlisted.computeIfAbsent(lane.lane(), name -> new LinkedHashMap<>());
        present.values().stream()
                .filter(it -> it.chats().known() > 0 || it.active() > 0)
                .filter(it ->
                        !limits.get().instance(lane.lane(), it.instanceId()).listed())
                .filter(it -> remembered.size() < MAX_REMEMBERED || remembered.containsKey(it.instanceId()))
                .forEach(it -> remembered.put(
                        it.instanceId(), InstanceSnapshot.idle(it.instanceId(), it.quota(), it.chatEndsVisible())));
        List<InstanceSnapshot> absent = remembered.keySet().stream()
                .filter(id -> !present.containsKey(id))
                .map(id -> Objects.requireNonNull(remembered.get(id)))
                .toList();
        return absent.isEmpty()
                ? lane
                : lane.with(Stream.concat(lane.instances().stream(), absent.stream())
                        .toList());
    }
}
