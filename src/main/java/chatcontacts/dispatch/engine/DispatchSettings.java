package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.format.FormatVersions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What dispatch is configured with.
 *
 * @param lanes by name
 * @param maxAttempts how many transient faults a request survives less one
 * @param retry between attempts
 * @param hold between probes of a full quota or an outage
 * @param dedupRetention how long a settled request answers its duplicates
 * @param tokenRetention how long of that time it does with what opens the chat
 * @param probes what probes may take
 * @param preferredLanes the lane that a bare id means, by the ids that several lanes have
 * @param formats the versions of messages and rows that are known
 * @param settlesRemoved whether work of lanes and instances that are not configured any more is settled; else it waits
 * @param maxima what operators may set at most, by lane
 */
public record DispatchSettings(
        Map<String, LaneLimits> lanes,
        int maxAttempts,
        Backoff retry,
        Backoff hold,
        Duration dedupRetention,
        Duration tokenRetention,
        ProbePolicy probes,
        Map<String, String> preferredLanes,
        FormatVersions formats,
        boolean settlesRemoved,
        Map<String, LaneMaxima> maxima) {

    /** Operators may only lower limits. */
    public DispatchSettings(
            Map<String, LaneLimits> lanes,
            int maxAttempts,
            Backoff retry,
            Backoff hold,
            Duration dedupRetention,
            Duration tokenRetention,
            ProbePolicy probes,
            Map<String, String> preferredLanes,
            FormatVersions formats,
            boolean settlesRemoved) {
        this(
                lanes,
                maxAttempts,
                retry,
                hold,
                dedupRetention,
                tokenRetention,
                probes,
                preferredLanes,
                formats,
                settlesRemoved,
                Map.of());
    }

    public DispatchSettings {
        maxima = Map.copyOf(maxima);
        lanes = Map.copyOf(lanes);
        preferredLanes = Map.copyOf(preferredLanes);
    }

    /** The same after that change. */
    public DispatchSettings with(LimitChange change) {
        LaneLimits lane = lanes.get(change.lane());
        if (lane == null) {
            return this;
        }
        Map<String, LaneLimits> next = new HashMap<>(lanes);
        next.put(change.lane(), lane.with(change));
        return new DispatchSettings(
                next,
                maxAttempts,
                retry,
                hold,
                dedupRetention,
                tokenRetention,
                probes,
                preferredLanes,
                formats,
                settlesRemoved,
                maxima);
    }

    LaneMaxima maximaOf(String lane) {
        return maxima.getOrDefault(lane, LaneMaxima.NONE);
    }

    /**
     * What operators may set at most; where that is below what would hold without them, the latter counts.
     *
     * @param ratePerSecond of the lane, 0 if the settings do not say
     * @param concurrentChats of instances of which the settings say so, by bare id
     */
    public record LaneMaxima(double ratePerSecond, Map<String, Integer> concurrentChats) {
        /** The settings say nothing. */
        public static final LaneMaxima NONE = new LaneMaxima(0, Map.of());

        public LaneMaxima {
            concurrentChats = Map.copyOf(concurrentChats);
        }
    }

    /**
     * One lane. Its limits may change while the engine runs: {@link Engine#change}.
     *
     * @param region where it is known
     * @param rate the API rate of its account and Region
     * @param inFlightMax calls at once
     * @param instances by bare id
     * @param unlisted for any other instance
     * @param acceptsUnlisted whether others are served
     * @param lookups the rate at which doubtful chats are asked for; empty: they are not
     */
    public record LaneLimits(
            Optional<String> region,
            Limit<RateLimit> rate,
            int inFlightMax,
            Map<String, InstanceLimits> instances,
            InstanceLimits unlisted,
            boolean acceptsUnlisted,
            Optional<RateLimit> lookups) {

        /** A lane without reconciliation. */
        public LaneLimits(
                Optional<String> region,
                Limit<RateLimit> rate,
                int inFlightMax,
                Map<String, InstanceLimits> instances,
                InstanceLimits unlisted,
                boolean acceptsUnlisted) {
            this(region, rate, inFlightMax, instances, unlisted, acceptsUnlisted, Optional.empty());
        }

        /** Of a lane that is not configured any more: it serves no instance, so how much it might do does not matter. */
        public static final LaneLimits REMOVED = new LaneLimits(
                Optional.empty(),
                Limit.configured(new RateLimit(1, 1)),
                1,
                Map.of(),
                InstanceLimits.configured(500, ChatEndVisibility.Mode.AUTO),
                false);

        public LaneLimits {
            instances = Map.copyOf(instances);
            unlisted = new InstanceLimits(unlisted.concurrentChats(), unlisted.rate(), unlisted.contactEvents(), false);
        }

        /** Whether the lane is not configured any more. */
        boolean isRemoved() {
            return !acceptsUnlisted && instances.values().stream().noneMatch(InstanceLimits::listed);
        }

        /** Whether requests for that instance are called. */
        boolean serves(String instanceId) {
            return acceptsUnlisted || instance(instanceId).listed();
        }

        /** The limits of that instance, by its bare id. */
        public InstanceLimits instance(String instanceId) {
            return instances.getOrDefault(instanceId, unlisted);
        }

        LaneLimits with(LimitChange change) {
            return switch (change) {
                case LimitChange.OfRate it ->
                    new LaneLimits(
                            region,
                            rate.with(it.source(), it.rate()),
                            inFlightMax,
                            instances,
                            unlisted,
                            acceptsUnlisted,
                            lookups);
                case LimitChange.OfQuota it ->
                    with(it.instanceId(), instance(it.instanceId()).withQuota(it.source(), it.concurrentChats()));
                case LimitChange.OfInstanceRate it ->
                    with(it.instanceId(), instance(it.instanceId()).withRate(it.source(), it.rate()));
            };
        }

        private LaneLimits with(String instanceId, InstanceLimits limits) {
            Map<String, InstanceLimits> next = new HashMap<>(instances);
            next.put(instanceId, limits);
            if (limits.equals(unlisted)) {
                next.remove(instanceId);
            }
            return new LaneLimits(region, rate, inFlightMax, next, unlisted, acceptsUnlisted, lookups);
        }
    }

    /**
     * One Connect instance.
     *
     * @param concurrentChats its quota
     * @param rate of its calls inside the rate of the lane, if it has one
     * @param contactEvents whether the end of its chats is seen
     * @param listed whether the settings name it
     */
    public record InstanceLimits(
            Limit<Integer> concurrentChats,
            Optional<Limit<RateLimit>> rate,
            ChatEndVisibility.Mode contactEvents,
            boolean listed) {

        /** A listed one with a quota of the settings and no rate of its own. */
        public static InstanceLimits configured(int concurrentChats, ChatEndVisibility.Mode contactEvents) {
            return new InstanceLimits(Limit.configured(concurrentChats), Optional.empty(), contactEvents, true);
        }

        int quota() {
            return concurrentChats.value();
        }

        InstanceLimits withQuota(LimitSource source, Optional<Integer> told) {
            return new InstanceLimits(concurrentChats.with(source, told), rate, contactEvents, listed);
        }

        InstanceLimits withRate(LimitSource source, Optional<RateLimit> told) {
            Optional<Limit<RateLimit>> next = rate.isEmpty()
                    ? told.map(it -> Limit.of(source, it))
                    : rate.filter(it -> told.isPresent() || !it.told().keySet().equals(Set.of(source)))
                            .map(it -> it.with(source, told));
            return new InstanceLimits(concurrentChats, next, contactEvents, listed);
        }
    }
}
