package chatcontacts.dispatch.engine;

import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.format.FormatVersions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What dispatch is configured with.
 *
 * @param lanes by name
 * @param maxAttempts how many transient faults a request survives less one
 * @param retry between attempts
 * @param hold between probes of a full quota or an outage
 * @param dedupRetention how long a settled request answers its duplicates
 * @param probes what probes may take
 * @param preferredLanes the lane that a bare id means, by the ids that several lanes have
 * @param formats the versions of messages and rows that are known
 */
public record DispatchSettings(
        Map<String, LaneLimits> lanes,
        int maxAttempts,
        Backoff retry,
        Backoff hold,
        Duration dedupRetention,
        ProbePolicy probes,
        Map<String, String> preferredLanes,
        FormatVersions formats) {

    public DispatchSettings {
        lanes = Map.copyOf(lanes);
        preferredLanes = Map.copyOf(preferredLanes);
    }

    /**
     * One lane.
     *
     * @param region where it is known
     * @param rateLimit the API rate of its account and Region
     * @param inFlightMax calls at once
     * @param instances by bare id
     * @param unlisted for any other instance
     */
    public record LaneLimits(
            Optional<String> region,
            RateLimit rateLimit,
            int inFlightMax,
            Map<String, InstanceLimits> instances,
            InstanceLimits unlisted) {
        public LaneLimits {
            instances = Map.copyOf(instances);
        }

        InstanceLimits instance(String instanceId) {
            return instances.getOrDefault(instanceId, unlisted);
        }

        boolean lists(String instanceId) {
            return instances.containsKey(instanceId);
        }
    }

    /**
     * One Connect instance.
     *
     * @param concurrentChats its quota
     * @param contactEvents whether the end of its chats is seen
     */
    public record InstanceLimits(int concurrentChats, ChatEndVisibility.Mode contactEvents) {}
}
