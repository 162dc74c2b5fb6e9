package chatcontacts.app.status;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The status of lanes and instances, as JSON. */
final class LaneJson {

    /** There may be any number of unlisted instances. */
    private static final int MAX_INSTANCES = 1_000;

    private static final LaneSnapshot.Movement IDLE =
            new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

    /** Two lanes may have instances of one id. */
    private record ShownInstance(String lane, String instanceId) {}

    private LaneJson() {}

    /** All configured lanes; of those that other processes own, only the owner. */
    static Map<String, Object> lanes(Settings settings, List<LaneSnapshot> snapshots, Function<String, String> owner) {
        List<Object> rows = new ArrayList<>();
        settings.lanes().forEach((name, configured) -> {
            String ownerName = owner.apply(name);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("lane", name);
            row.put("owner", ownerName);
            snapshot(snapshots, name)
                    .or(() -> Optional.of(new LaneSnapshot(
                                    name,
                                    configured.ratePerSecond(),
                                    configured.ratePerSecond(),
                                    0,
                                    configured.inFlightMax(),
                                    LaneCircuitBreaker.HoldCause.NONE,
                                    0,
                                    List.of(),
                                    IDLE,
                                    List.of(),
                                    List.of()))
                            .filter(idle -> ownerName.equals("here")))
                    .ifPresent(it -> lane(row, it));
            rows.add(row);
        });
        return Map.of("lanes", rows);
    }

    private static void lane(Map<String, Object> row, LaneSnapshot snapshot) {
        long oldestMs = Long.MAX_VALUE;
        int waiting = 0;
        for (InstanceSnapshot it : snapshot.instances()) {
            waiting += it.waiting();
            oldestMs = Math.min(oldestMs, it.oldestAcceptedAtMs());
        }
        row.put("ratePerSecond", snapshot.ratePerSecond());
        row.put("configuredRatePerSecond", snapshot.configuredRatePerSecond());
        row.put("inFlight", snapshot.inFlight());
        row.put("inFlightMax", snapshot.inFlightMax());
        row.put("hold", snapshot.hold().name());
        row.put(
                "nextProbeAt",
                snapshot.hold() == LaneCircuitBreaker.HoldCause.NONE ? Optional.empty() : time(snapshot.holdUntilMs()));
        row.put("waiting", waiting);
        row.put("oldestAcceptedAt", time(oldestMs));
        row.put(
                "kept",
                snapshot.kept().stream()
                        .map(it -> Map.of("format", it.format(), "messages", it.messages()))
                        .toList());
        row.put(
                "overrides",
                snapshot.overrides().stream().map(LaneJson::override).toList());
    }

    private static Map<String, Object> override(OverrideSnapshot override) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("instanceId", Optional.of(override.instanceId()).filter(it -> !it.isEmpty()));
        row.put("kind", override.kind().name());
        row.put("text", override.text());
        row.put("since", time(override.sinceMs()));
        row.put("until", time(override.untilMs()));
        row.put("by", override.origin().by());
        row.put("why", override.origin().why());
        return row;
    }

    /** The instances of this process's lanes: those that are listed, and those with anything to show. */
    static Map<String, Object> instances(Settings settings, List<LaneSnapshot> snapshots) {
        List<Object> rows = new ArrayList<>();
        Set<ShownInstance> shown = new HashSet<>();
        int omitted = 0;
        for (LaneSnapshot lane : snapshots) {
            for (InstanceSnapshot it : lane.instances()) {
                shown.add(new ShownInstance(lane.lane(), it.instanceId()));
                if (rows.size() < MAX_INSTANCES) {
                    rows.add(instance(settings, lane, it));
                } else {
                    omitted++;
                }
            }
        }
        for (InstanceSettings listed : settings.instances().values()) {
            Optional<LaneSnapshot> lane = snapshot(snapshots, listed.lane());
            if (lane.isPresent() && !shown.contains(new ShownInstance(listed.lane(), listed.id()))) {
                rows.add(instance(settings, lane.get(), idle(listed)));
            }
        }
        return Map.of("instances", rows, "leftOut", omitted);
    }

    private static InstanceSnapshot idle(InstanceSettings listed) {
        int quota = listed.concurrentChats();
        boolean endsVisible = listed.contactEvents() == InstanceSettings.ContactEvents.ON;
        return new InstanceSnapshot(
                listed.id(),
                0,
                Long.MAX_VALUE,
                0,
                0,
                0,
                0,
                0,
                quota,
                quota,
                LaneSnapshot.InstanceHold.NONE,
                0,
                endsVisible,
                List.of());
    }

    private static Map<String, Object> instance(Settings settings, LaneSnapshot lane, InstanceSnapshot view) {
        Map<String, Object> row = new LinkedHashMap<>();
        Optional<InstanceSettings> listed = settings.withId(view.instanceId()).stream()
                .filter(it -> it.lane().equals(lane.lane()))
                .findFirst();
        row.put("instanceId", view.instanceId());
        row.put("name", listed.map(InstanceSettings::name));
        row.put("lane", lane.lane());
        row.put("waiting", view.waiting());
        row.put("backingOff", view.backingOff());
        row.put("inDoubt", view.inDoubt());
        row.put("inFlight", view.inFlight());
        row.put("active", view.active());
        row.put("slotsUsed", view.used());
        row.put("quota", view.quota());
        row.put("concurrencyLimit", view.concurrencyLimit());
        row.put("chatEndsVisible", view.chatEndsVisible());
        row.put("hold", view.hold().name());
        row.put(
                "nextProbeAt",
                view.hold() == LaneSnapshot.InstanceHold.NONE ? Optional.empty() : time(view.holdUntilMs()));
        row.put("oldestAcceptedAt", time(view.oldestAcceptedAtMs()));
        return row;
    }

    static Optional<LaneSnapshot> snapshot(List<LaneSnapshot> snapshots, String lane) {
        return snapshots.stream().filter(it -> it.lane().equals(lane)).findFirst();
    }

    /** A time as JSON, null for never. */
    private static Optional<String> time(long atMs) {
        return atMs == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(atMs).toString());
    }
}
