package chatcontacts.config;

import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.request.MessageLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, checked. Its text form hides secrets.
 *
 * @param applicationId names the service to Kafka; each Kafka Streams application appends its own name
 * @param kafka settings of Kafka Streams and its clients
 * @param registry the schema registry
 * @param topics names of the topics
 * @param lanes by name, in the order in which they are listed; never empty
 * @param instances the listed ones
 * @param unlisted the lane, quota and events of every other instance; empty: they are rejected
 * @param settlesRemoved whether work of lanes and instances that are not configured any more is settled; else it waits
 * @param messageLimits the longest initial messages
 * @param skipsOtherTypes whether records of other types on the request topic are skipped
 * @param dedupRetention retention of deduplication: how long the outcome of a request is kept to answer duplicates
 * @param tokenRetention how long of that time what opens the chat is kept with it
 * @param resultsEncryptionKey file of the public keys that encrypt what opens a chat; empty: it stays readable
 * @param retry of transient faults
 * @param hold of full or unreachable instances and lanes
 * @param probes what probes may take
 * @param requestMaxWait the deadline of a request that brings none
 * @param formats the versions of messages and rows that are known, and the one to write
 * @param stateMemoryBytes off-heap memory of RocksDB
 * @param stateUncommittedBytes limit of rows that are written but not committed
 * @param http the HTTP ports
 * @param shutdownGrace maximum duration of a graceful shutdown
 * @param leaveGroup whether a shutdown gives up the place in the groups
 * @param stalled after so long without progress the process is not live
 * @param metricsInstancesMax how many instances have metrics of their own
 * @param logFormat how the log is written
 * @param control how far operators may steer the service
 */
public record Settings(
        String applicationId,
        KafkaSettings kafka,
        RegistrySettings registry,
        TopicSettings topics,
        Map<String, LaneSettings> lanes,
        ListedInstances instances,
        Optional<InstanceSettings> unlisted,
        boolean settlesRemoved,
        MessageLimits messageLimits,
        boolean skipsOtherTypes,
        Duration dedupRetention,
        Duration tokenRetention,
        Optional<Path> resultsEncryptionKey,
        Retry retry,
        Hold hold,
        ProbePolicy probes,
        Duration requestMaxWait,
        FormatVersions formats,
        long stateMemoryBytes,
        long stateUncommittedBytes,
        HttpSettings http,
        Duration shutdownGrace,
        boolean leaveGroup,
        Duration stalled,
        int metricsInstancesMax,
        LogFormat logFormat,
        ControlSettings control) {

    public Settings {
        lanes = Collections.unmodifiableMap(new LinkedHashMap<>(lanes));
    }

    /** How the log is written. */
    public enum LogFormat {
        /** A line for people. */
        TEXT,
        /** An object a line. */
        JSON
    }

    /**
     * Retries of transient faults.
     *
     * @param maxAttempts calls that may meet one
     * @param backoff the first pause, doubled each time
     * @param backoffMax the longest pause
     */
    public record Retry(int maxAttempts, Duration backoff, Duration backoffMax) {}

    /**
     * Holds after a full quota or an outage.
     *
     * @param backoff the first pause before a probe, doubled each time
     * @param backoffMax the longest pause
     */
    public record Hold(Duration backoff, Duration backoffMax) {}

    /** {@code <application.id>-intake}, the application id of the intake application. */
    public String intakeApplicationId() {
        return applicationId + "-intake";
    }

    /** {@code <application.id>-dispatch}, the application id of the dispatch application. */
    public String dispatchApplicationId() {
        return applicationId + "-dispatch";
    }

    /** The lane of that name, which exists. */
    public LaneSettings lane(String name) {
        LaneSettings lane = lanes.get(name);
        if (lane == null) {
            throw new IllegalArgumentException("no lane " + name);
        }
        return lane;
    }
}
