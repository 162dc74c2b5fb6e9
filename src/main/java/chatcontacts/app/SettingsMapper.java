package chatcontacts.app;

import chatcontacts.app.streams.StreamsSettings;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.LaneClientConfig;
import chatcontacts.connect.LaneCredentialsConfig;
import chatcontacts.dispatch.DispatchTopology;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.intake.IntakeTopics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/** Maps the settings to the configuration of each part. */
final class SettingsMapper {

    /** The quota of an instance that is not listed. */
    private static final int DEFAULT_QUOTA = 500;

    private SettingsMapper() {}

    /** @param regions of the lanes */
    static DispatchSettings dispatch(Settings settings, Map<String, String> regions) {
        Map<String, DispatchSettings.LaneLimits> lanes = new LinkedHashMap<>();
        settings.lanes()
                .forEach((name, lane) -> lanes.put(name, lane(lane, Optional.ofNullable(regions.get(name)), settings)));
        return new DispatchSettings(
                lanes,
                settings.retry().maxAttempts(),
                new Backoff(settings.retry().backoff(), settings.retry().backoffMax()),
                new Backoff(settings.hold().backoff(), settings.hold().backoffMax()),
                settings.dedupRetention(),
                settings.probes(),
                preferredLanes(settings),
                settings.formats());
    }

    private static DispatchSettings.LaneLimits lane(LaneSettings lane, Optional<String> region, Settings settings) {
        Map<String, DispatchSettings.InstanceLimits> instances = new LinkedHashMap<>();
        settings.instances().values().stream()
                .filter(instance -> instance.lane().equals(lane.name()))
                .forEach(instance -> instances.put(
                        instance.id(),
                        new DispatchSettings.InstanceLimits(instance.concurrentChats(), chatEndMode(instance))));
        DispatchSettings.InstanceLimits unlisted = settings.unlisted()
                .map(it -> new DispatchSettings.InstanceLimits(it.concurrentChats(), chatEndMode(it)))
                .orElse(new DispatchSettings.InstanceLimits(DEFAULT_QUOTA, ChatEndVisibility.Mode.AUTO));
        return new DispatchSettings.LaneLimits(
                region, new RateLimit(lane.ratePerSecond(), lane.rateBurst()), lane.inFlightMax(), instances, unlisted);
    }

    private static Map<String, String> preferredLanes(Settings settings) {
        Map<String, String> lanes = new LinkedHashMap<>();
        settings.instances().values().stream()
                .filter(it -> it.preferred() && settings.withId(it.id()).size() > 1)
                .forEach(it -> lanes.put(it.id(), it.lane()));
        return lanes;
    }

    private static ChatEndVisibility.Mode chatEndMode(InstanceSettings instance) {
        return switch (instance.contactEvents()) {
            case AUTO -> ChatEndVisibility.Mode.AUTO;
            case ON -> ChatEndVisibility.Mode.ON;
            case OFF -> ChatEndVisibility.Mode.OFF;
        };
    }

    /** The address at which other processes reach this one, if it is configured. */
    static Optional<HostInfo> self(Settings settings) {
        return Optional.ofNullable(settings.kafka().forDispatch().get(StreamsConfig.APPLICATION_SERVER_CONFIG))
                .map(String::valueOf)
                .map(HostInfo::buildFromEndpoint);
    }

    static LaneClientConfig connection(LaneSettings lane) {
        return new LaneClientConfig(
                lane.name(),
                lane.region(),
                lane.endpoint(),
                new LaneCredentialsConfig(lane.profile(), lane.roleArn(), !lane.noSignRequest()),
                lane.caBundle(),
                lane.inFlightMax(),
                lane.connectTimeout(),
                lane.callTimeout());
    }

    static IntakeTopics intakeTopics(Settings settings) {
        var topics = settings.topics();
        return new IntakeTopics(
                topics.requests(),
                topics.contactEvents(),
                topics.cancellations(),
                topics.dispatch(),
                topics.results(),
                topics.deadLetter());
    }

    static DispatchTopology.Topics dispatchTopics(Settings settings) {
        var topics = settings.topics();
        return new DispatchTopology.Topics(
                topics.dispatch(), topics.results(), topics.deadLetter(), StreamsSettings.changelog());
    }
}
