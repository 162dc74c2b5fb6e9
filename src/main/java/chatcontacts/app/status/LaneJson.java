package chatcontacts.app.status;

import chatcontacts.app.limits.DiscoveredLimits;
import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.limits.ReportedChats;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideKind;
import chatcontacts.dispatch.engine.LaneSnapshot.OverrideSnapshot;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.FailureCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The status of lanes and instances, as JSON. */
final class LaneJson {

    /** There may be any number of unlisted instances. */
    private static final int MAX_INSTANCES = 1_000;

    private LaneJson() {}

    /** All configured lanes; of those that other processes own, only the owner. */
    static Map<String, Object> lanes(
            Settings settings,
            LimitsView limits,
            List<LaneSnapshot> snapshots,
            Function<String, String> owner,
            Function<String, String> hosts) {
        List<Object> rows = new ArrayList<>();
        settings.lanes().keySet().forEach(name -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("lane", name);
            row.put("owner", owner.apply(name));
            snapshot(snapshots, name).ifPresent(it -> lane(row, limits, it, hosts));
            rows.add(row);
        });
        snapshots.stream().filter(LaneSnapshot::removed).forEach(it -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("lane", it.lane());
            row.put("owner", "here");
            lane(row, limits, it, hosts);
            rows.add(row);
        });
        return Map.of("lanes", rows);
    }

    private static void lane(
            Map<String, Object> row, LimitsView limits, LaneSnapshot snapshot, Function<String, String> hosts) {
        long oldestMs = Long.MAX_VALUE;
        int waiting = 0;
        for (InstanceSnapshot it : snapshot.instances()) {
            waiting += it.waiting();
            oldestMs = Math.min(oldestMs, it.oldestAcceptedAtMs());
        }
        row.put("ratePerSecond", snapshot.ratePerSecond());
        row.put("configuredRatePerSecond", snapshot.configuredRatePerSecond());
        Limit<RateLimit> rate = limits.lane(snapshot.lane()).rate();
        row.put("rateSource", source(rate, snapshot, OverrideKind.RATE, "").name());
        row.put("rateBurst", rate.value().burst());
        row.put("rateMismatch", limits.isRateMismatched(snapshot.lane()));
        discovery(row, limits.discovered().rate(snapshot.lane()));
        row.put("inFlight", snapshot.inFlight());
        row.put("inFlightMax", snapshot.inFlightMax());
        row.put("hold", snapshot.hold().name());
        row.put(
                "nextProbeAt",
                snapshot.hold() == LaneCircuitBreaker.HoldCause.NONE ? Optional.empty() : time(snapshot.holdUntilMs()));
        row.put("holdFailure", snapshot.holdFailure().map(cause -> failure(cause, snapshot, hosts)));
        row.put("waiting", waiting);
        row.put("oldestAcceptedAt", time(oldestMs));
        row.put("removed", snapshot.removed());
        row.put("removedWaiting", snapshot.removedWaiting());
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

    private static Map<String, Object> failure(FailureCause cause, LaneSnapshot lane, Function<String, String> hosts) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cause", cause.name());
        row.put("errorCode", lane.holdError());
        row.put("host", cause.concernsHost() ? Optional.of(hosts.apply(lane.lane())) : Optional.empty());
        return row;
    }

    /** What operators set is known where it is applied. */
    private static LimitSource source(Limit<?> limit, LaneSnapshot lane, OverrideKind kind, String instanceId) {
        boolean operator = lane.overrides().stream()
                .anyMatch(it -> it.kind() == kind && it.instanceId().equals(instanceId));
        return operator ? LimitSource.OPERATOR : limit.source();
    }

    private static void discovery(Map<String, Object> row, DiscoveredLimits.Discovery discovery) {
        row.put("applied", discovery.applied());
        row.put("appliedReadAt", discovery.readAt().map(Instant::toString));
        row.put("appliedProblem", discovery.problem());
    }

    /** The instances of this process's lanes. */
    static Map<String, Object> instances(Settings settings, LimitsView limits, List<LaneSnapshot> snapshots) {
        List<Object> rows = new ArrayList<>();
        int omitted = 0;
        for (LaneSnapshot lane : snapshots) {
            for (InstanceSnapshot it : lane.instances()) {
                if (rows.size() < MAX_INSTANCES
                        || limits.instance(lane.lane(), it.instanceId()).listed()) {
                    rows.add(instance(settings, limits, lane, it));
                } else {
                    omitted++;
                }
            }
        }
        return Map.of("instances", rows, "leftOut", omitted);
    }

    private static Map<String, Object> instance(
            Settings settings, LimitsView limits, LaneSnapshot lane, InstanceSnapshot view) {
        InstanceLimits its = limits.instance(lane.lane(), view.instanceId());
        Map<String, Object> row = new LinkedHashMap<>();
        Optional<InstanceSettings> listed = settings.instances().withId(view.instanceId()).stream()
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
        row.put("knownChats", view.chats().known());
        row.put("ownChats", view.chats().own());
        row.put("othersChats", view.chats().others());
        row.put("doubtfulChats", view.chats().doubtful());
        row.put("reconciledEnds", view.chats().reconciled());
        ReportedChats.Reported reported = limits.reported().of(lane.lane(), view.instanceId());
        row.put("cloudWatchChats", reported.count().map(ChatCount::chats));
        row.put("cloudWatchChatsAt", reported.count().map(it -> it.at().toString()));
        row.put("cloudWatchProblem", reported.problem());
        row.put(
                "unseenChats",
                view.chatEndsVisible() ? reported.unseenBeside(view.chats().known()) : Optional.empty());
        row.put("slotsUsed", view.used());
        row.put("quota", view.quota());
        LimitSource quotaSource = source(its.concurrentChats(), lane, OverrideKind.QUOTA, view.instanceId());
        row.put("quotaSource", quotaSource.name());
        row.put("quotaMismatch", limits.isQuotaMismatched(lane.lane(), view.instanceId()));
        discovery(row, limits.discovered().quota(lane.lane(), view.instanceId()));
        row.put("ratePerSecond", its.rate().map(it -> it.value().ratePerSecond()));
        row.put("concurrencyLimit", view.concurrencyLimit());
        row.put("why", WhyNotMore.sentence(lane, view, quotaSource, its.rate().isPresent()));
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
