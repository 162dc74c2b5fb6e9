package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.LaneStore;
import chatcontacts.dispatch.store.OverrideRow;
import chatcontacts.dispatch.store.OverrideRow.PauseRow;
import chatcontacts.dispatch.store.OverrideRow.QuotaRow;
import chatcontacts.dispatch.store.OverrideRow.RateRow;
import chatcontacts.dispatch.store.OverrideRow.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What operators have set for a lane and its instances, in memory and in the store. Neither a restart nor another owner nor other
 * settings change it. Belongs to the stream thread.
 */
final class Overrides {

    /** The scope of what concerns the whole lane: no instance has an empty id. */
    static final String LANE = "";

    /** Clocks of two owners differ by less. */
    private static final long CLOCK_MARGIN_MS = 60_000;

    private final LaneStore store;
    private final Map<Scope, OverrideRow> inForce = new HashMap<>();

    /** Pauses that a former owner left, and that did not end since. */
    private final Set<Scope> pausedSinceLoad = new HashSet<>();

    /** Where an override applies. */
    private record Scope(String instanceId, Slot slot) {}

    /** One of them. */
    record OverrideInForce(String instanceId, OverrideRow row) {}

    Overrides(LaneStore store) {
        this.store = store;
    }

    /** Takes over what is in the store. */
    void load() {
        store.overrides((instanceId, row) -> inForce.put(new Scope(instanceId, row.slot()), row));
        inForce.keySet().stream().filter(it -> it.slot() == Slot.PAUSE).forEach(pausedSinceLoad::add);
    }

    boolean isEmpty() {
        return inForce.isEmpty();
    }

    /** Whether nothing of the lane may start. */
    boolean pausesLane() {
        return inForce.containsKey(new Scope(LANE, Slot.PAUSE));
    }

    /** Whether nothing of that instance may start. */
    boolean pauses(String instanceId) {
        return !inForce.isEmpty() && (pausesLane() || inForce.containsKey(new Scope(instanceId, Slot.PAUSE)));
    }

    /** Whether nothing of that instance may have started since before this owner took the lane over, whatever clock the former one had. */
    boolean pausedSinceLoad(String instanceId, long nowMs) {
        return List.of(LANE, instanceId).stream()
                .map(it -> new Scope(it, Slot.PAUSE))
                .filter(pausedSinceLoad::contains)
                .flatMap(it -> find(it.instanceId(), Slot.PAUSE).stream())
                .anyMatch(it -> it.terms().untilMs() - CLOCK_MARGIN_MS > nowMs);
    }

    Optional<OverrideRow> find(String instanceId, Slot slot) {
        return Optional.ofNullable(inForce.get(new Scope(instanceId, slot)));
    }

    void put(String instanceId, OverrideRow row) {
        inForce.put(new Scope(instanceId, row.slot()), row);
        store.putOverride(instanceId, row);
    }

    void remove(String instanceId, Slot slot) {
        pausedSinceLoad.remove(new Scope(instanceId, slot));
        if (inForce.remove(new Scope(instanceId, slot)) != null) {
            store.deleteOverride(instanceId, slot);
        }
    }

    /** Those whose time is over. */
    List<OverrideInForce> over(long nowMs) {
        return inForce.isEmpty()
                ? List.of()
                : all().stream()
                        .filter(it -> it.row().terms().untilMs() <= nowMs)
                        .toList();
    }

    /** The pauses that are to be reported when nothing is active any more. */
    List<OverrideInForce> draining() {
        return inForce.isEmpty()
                ? List.of()
                : all().stream()
                        .filter(it -> it.row() instanceof PauseRow pause && pause.drains())
                        .toList();
    }

    /** When the first of them is over, {@link Long#MAX_VALUE} if none ends by itself. */
    long nextEndMs() {
        long next = Long.MAX_VALUE;
        for (OverrideRow row : inForce.values()) {
            next = Math.min(next, row.terms().untilMs());
        }
        return next;
    }

    /** How it is in force, in a few words. */
    String words(String instanceId, Slot slot) {
        return find(instanceId, slot).map(Overrides::words).orElseGet(() -> words(slot));
    }

    /** How it is without an override. */
    static String words(Slot slot) {
        return switch (slot) {
            case PAUSE -> "not paused";
            case LIMIT -> "limited by the settings";
        };
    }

    /** How it is with that one. */
    static String words(OverrideRow row) {
        String until = row.terms().untilMs() == OverrideRow.NEVER
                ? ""
                : " until " + Instant.ofEpochMilli(row.terms().untilMs());
        return switch (row) {
            case PauseRow pause -> (pause.drains() ? "draining" : "paused") + until;
            case RateRow rate -> words(rate) + until;
            case QuotaRow quota -> "quota " + quota.concurrentChats() + until;
        };
    }

    private static String words(RateRow row) {
        List<String> parts = new ArrayList<>();
        row.ratePerSecond().ifPresent(it -> parts.add("rate " + it + " per second"));
        row.burst().ifPresent(it -> parts.add("burst " + it));
        return String.join(", ", parts);
    }

    /** All of them, the lane's first. */
    List<OverrideInForce> all() {
        List<OverrideInForce> all = new ArrayList<>();
        inForce.forEach((scope, row) -> all.add(new OverrideInForce(scope.instanceId, row)));
        all.sort(Comparator.comparing(OverrideInForce::instanceId)
                .thenComparing(it -> it.row().slot()));
        return all;
    }
}
