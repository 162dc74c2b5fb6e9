package chatcontacts.app;

import chatcontacts.app.streams.StreamsSettings;
import chatcontacts.config.HttpSettings;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.LaneClientConfig;
import chatcontacts.connect.LaneCredentialsConfig;
import chatcontacts.dispatch.DispatchTopology;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.http.HttpAccess;
import chatcontacts.intake.IntakeTopics;
import chatcontacts.keys.ServerCertificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/** Maps the settings to the configuration of each part. */
final class SettingsMapper {

    /** What Amazon Connect documents as its defaults. */
    private static final int DEFAULT_QUOTA = 500;

    private static final RateLimit DEFAULT_RATE = new RateLimit(5, 8);

    private static final RateLimit DESCRIBE_CONTACT = new RateLimit(10, 15);

    /** The documented burst of CreateParticipantConnection is so many times its rate. */
    private static final double BURST_OF_JOIN_RATE = 1.5;

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
                settings.tokenRetention(),
                settings.probes(),
                preferredLanes(settings),
                settings.formats(),
                settings.settlesRemoved(),
                maxima(settings));
    }

    private static DispatchSettings.LaneLimits lane(LaneSettings lane, Optional<String> region, Settings settings) {
        Map<String, DispatchSettings.InstanceLimits> instances = new LinkedHashMap<>();
        settings.instances().all().stream()
                .filter(instance -> instance.lane().equals(lane.name()))
                .forEach(instance -> instances.put(instance.id(), instance(instance)));
        DispatchSettings.InstanceLimits unlisted = settings.unlisted()
                .map(SettingsMapper::instance)
                .orElse(DispatchSettings.InstanceLimits.configured(DEFAULT_QUOTA, ChatEndVisibility.Mode.AUTO));
        return new DispatchSettings.LaneLimits(
                region,
                rate(lane),
                lane.inFlightMax(),
                instances,
                unlisted,
                settings.unlisted().isPresent(),
                lookups(lane));
    }

    private static Optional<RateLimit> lookups(LaneSettings lane) {
        double share = lane.reconciliationShare();
        return share > 0
                ? Optional.of(new RateLimit(
                        share * DESCRIBE_CONTACT.ratePerSecond(), Math.max(1, share * DESCRIBE_CONTACT.burst())))
                : Optional.empty();
    }

    private static Limit<RateLimit> rate(LaneSettings lane) {
        double burst = lane.rateBurst().map(Integer::doubleValue).orElse(DEFAULT_RATE.burst());
        return lane.ratePerSecond()
                .map(rate -> Limit.configured(new RateLimit(rate, burst)))
                .orElse(Limit.of(LimitSource.DEFAULT, new RateLimit(DEFAULT_RATE.ratePerSecond(), burst)));
    }

    private static DispatchSettings.InstanceLimits instance(InstanceSettings it) {
        return new DispatchSettings.InstanceLimits(
                it.concurrentChats().map(Limit::configured).orElse(Limit.of(LimitSource.DEFAULT, DEFAULT_QUOTA)),
                it.ratePerSecond().map(rate -> Limit.configured(joinRate(it, rate))),
                chatEndMode(it),
                true);
    }

    private static RateLimit joinRate(InstanceSettings instance, double ratePerSecond) {
        double burst =
                instance.rateBurst().map(Integer::doubleValue).orElse(Math.max(1, BURST_OF_JOIN_RATE * ratePerSecond));
        return new RateLimit(ratePerSecond, burst);
    }

    private static Map<String, DispatchSettings.LaneMaxima> maxima(Settings settings) {
        Map<String, DispatchSettings.LaneMaxima> maxima = new LinkedHashMap<>();
        settings.lanes().keySet().forEach(lane -> {
            Map<String, Integer> quotas = new LinkedHashMap<>();
            settings.instances().all().stream()
                    .filter(it -> it.lane().equals(lane))
                    .forEach(it -> quotas.put(
                            it.id(), settings.control().concurrentChatsMax().getOrDefault(it.name(), 0)));
            maxima.put(
                    lane,
                    new DispatchSettings.LaneMaxima(settings.control().rateMax().getOrDefault(lane, 0.0), quotas));
        });
        return maxima;
    }

    private static Map<String, String> preferredLanes(Settings settings) {
        Map<String, String> lanes = new LinkedHashMap<>();
        settings.instances().all().stream()
                .filter(it ->
                        it.preferred() && settings.instances().withId(it.id()).size() > 1)
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

    /** @throws chatcontacts.keys.KeyFileException if a file of TLS is not what it must be */
    static HttpAccess httpAccess(HttpSettings settings) {
        return new HttpAccess(
                settings.readToken(),
                settings.tls().map(files -> new ServerCertificate(files.certificate(), files.key()).tls(files.ca())));
    }

    /** Whether CloudWatch is asked for the chats of the lane: it would refuse calls that are not signed, an endpoint of its own may not. */
    static boolean countsChats(LaneSettings lane) {
        return lane.countsChats()
                && (!lane.noSignRequest() || lane.cloudWatchEndpoint().isPresent());
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
                topics.control().map(it -> new IntakeTopics.ControlTopic(it.commands(), it.dispatch(), it.log())),
                topics.dispatch(),
                topics.results(),
                topics.deadLetter());
    }

    static DispatchTopology.Topics dispatchTopics(Settings settings) {
        var topics = settings.topics();
        return new DispatchTopology.Topics(
                topics.dispatch(),
                topics.results(),
                topics.deadLetter(),
                topics.control().map(it -> new DispatchTopology.CommandTopics(it.dispatch(), it.log())),
                StreamsSettings.changelog());
    }
}
