package chatcontacts.app.status;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
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

/** How lanes and instances stand, as they are told over HTTP. */
final class LaneJson {

    /** Of instances that are not listed there may be any number. */
    private static final int MOST_INSTANCES = 1_000;

    private static final LaneSnapshot.Movement NONE =
            new LaneSnapshot.Movement(0, Long.MAX_VALUE, false, Long.MAX_VALUE, Long.MAX_VALUE);

    private LaneJson() {}

    /** All configured lanes; of those that others own it is told only who does. */
    static Map<String, Object> lanes(Settings settings, List<LaneSnapshot> views, Function<String, String> owner) {
        List<Object> rows = new ArrayList<>();
        settings.lanes().forEach((name, configured) -> {
            String whose = owner.apply(name);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("lane", name);
            row.put("owner", whose);
            view(views, name)
                    .or(() -> Optional.of(new LaneSnapshot(
                                    name,
                                    configured.ratePerSecond(),
                                    configured.ratePerSecond(),
                                    0,
                                    configured.inFlightMax(),
                                    LaneCircuitBreaker.Cause.NONE,
                                    0,
                                    List.of(),
                                    NONE))
                            .filter(idle -> whose.equals("here")))
                    .ifPresent(it -> lane(row, it));
            rows.add(row);
        });
        return Map.of("lanes", rows);
    }

    private static void lane(Map<String, Object> row, LaneSnapshot view) {
        long oldestMs = Long.MAX_VALUE;
        int waiting = 0;
        for (InstanceSnapshot it : view.instances()) {
            waiting += it.waiting();
            oldestMs = Math.min(oldestMs, it.oldestAcceptedAtMs());
        }
        row.put("ratePerSecond", view.ratePerSecond());
        row.put("configuredRatePerSecond", view.configuredRatePerSecond());
        row.put("inFlight", view.inFlight());
        row.put("inFlightMax", view.inFlightMax());
        row.put("hold", view.hold().name());
        row.put(
                "nextProbeAt",
                view.hold() == LaneCircuitBreaker.Cause.NONE ? Optional.empty() : time(view.holdUntilMs()));
        row.put("waiting", waiting);
        row.put("oldestAcceptedAt", time(oldestMs));
    }

    /** Those that are listed or have something to show, of the lanes of this process. */
    static Map<String, Object> instances(Settings settings, List<LaneSnapshot> views) {
        List<Object> rows = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        int left = 0;
        for (LaneSnapshot lane : views) {
            for (InstanceSnapshot it : lane.instances()) {
                shown.add(it.instanceId());
                if (rows.size() < MOST_INSTANCES) {
                    rows.add(instance(settings, lane, it));
                } else {
                    left++;
                }
            }
        }
        for (InstanceSettings listed : settings.instances().values()) {
            Optional<LaneSnapshot> lane = view(views, listed.lane());
            if (lane.isPresent() && !shown.contains(listed.id())) {
                rows.add(instance(settings, lane.get(), idle(listed)));
            }
        }
        return Map.of("instances", rows, "leftOut", left);
    }

    private static InstanceSnapshot idle(InstanceSettings listed) {
        int quota = listed.concurrentChats();
        boolean sees = listed.contactEvents() == InstanceSettings.ContactEvents.ON;
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
                sees,
                List.of());
    }

    private static Map<String, Object> instance(Settings settings, LaneSnapshot lane, InstanceSnapshot view) {
        Map<String, Object> row = new LinkedHashMap<>();
        InstanceSettings listed = settings.instances().get(view.instanceId());
        row.put("instanceId", view.instanceId());
        row.put("name", Optional.ofNullable(listed).map(InstanceSettings::name));
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

    static Optional<LaneSnapshot> view(List<LaneSnapshot> views, String lane) {
        return views.stream().filter(it -> it.lane().equals(lane)).findFirst();
    }

    /** As JSON has it: null for never. */
    private static Optional<String> time(long atMs) {
        return atMs == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(atMs).toString());
    }
}
