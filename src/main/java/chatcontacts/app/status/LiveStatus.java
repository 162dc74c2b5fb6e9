package chatcontacts.app.status;

import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.metrics.DeadLetterGroups;
import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.app.status.LaneOwners.Owner;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.store.RequestQuery;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.http.StatusSource;
import chatcontacts.http.StatusSource.QueryResult.Available;
import chatcontacts.http.StatusSource.QueryResult.InvalidQuery;
import chatcontacts.http.StatusSource.QueryResult.NotFound;
import chatcontacts.http.StatusSource.QueryResult.OwnedElsewhere;
import chatcontacts.http.StatusSource.QueryResult.TemporarilyUnavailable;
import chatcontacts.registry.Writers.Writer;
import chatcontacts.wire.StateNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The status of the running service: lanes from their published snapshots, a request from the state store. */
public final class LiveStatus implements StatusSource {

    private final Settings settings;
    private final Supplier<LimitsView> limits;
    private final LaneDirectory directory;
    private final StreamsApplication intake;
    private final StreamsApplication dispatch;
    private final Supplier<List<LaneSnapshot>> lanes;
    private final OutcomeHistory outcomes;
    private final DeadLetterGroups deadLetters;
    private final Supplier<List<Writer>> writers;
    private final LaneOwners owners;
    private final Function<String, String> hosts;
    private final Supplier<Duration> brokerSilence;
    private final InstantSource clock;
    private final Instant startedAt;

    /**
     * The status of this process.
     *
     * @param lanes the newest snapshots
     * @param hosts that the calls of a lane go to, by the name of the lane
     * @param brokerSilence how long no broker has responded, zero if one did lately
     */
    public LiveStatus(
            Settings settings,
            Supplier<LimitsView> limits,
            LaneDirectory directory,
            StreamsApplication intake,
            StreamsApplication dispatch,
            Supplier<List<LaneSnapshot>> lanes,
            OutcomeHistory outcomes,
            DeadLetterGroups deadLetters,
            Supplier<List<Writer>> writers,
            LaneOwners owners,
            Function<String, String> hosts,
            Supplier<Duration> brokerSilence,
            InstantSource clock) {
        this.settings = settings;
        this.limits = limits;
        this.directory = directory;
        this.intake = intake;
        this.dispatch = dispatch;
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.deadLetters = deadLetters;
        this.writers = writers;
        this.owners = owners;
        this.hosts = hosts;
        this.brokerSilence = brokerSilence;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public Map<String, ?> process() {
        return ProcessJson.of(
                settings,
                limits.get(),
                clock.instant(),
                startedAt,
                intake.streams().state(),
                dispatch.streams().state(),
                lanes.get(),
                lane -> owners.of(lane).name(),
                hosts,
                brokerSilence.get(),
                outcomes.toJson(),
                deadLetters.counts(),
                writers.get());
    }

    @Override
    public List<URI> others() {
        return owners.others();
    }

    @Override
    public QueryResult lanes() {
        return new Available(LaneJson.lanes(
                settings, limits.get(), lanes.get(), lane -> owners.of(lane).name(), hosts));
    }

    @Override
    public QueryResult instances() {
        return new Available(LaneJson.instances(settings, limits.get(), lanes.get()));
    }

    @Override
    public QueryResult topology() {
        List<Object> laneOwners = new ArrayList<>();
        settings.lanes()
                .keySet()
                .forEach(lane -> laneOwners.add(
                        Map.of("lane", lane, "owner", owners.of(lane).name())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "applications",
                List.of(
                        TopologyJson.of("intake", settings.intakeApplicationId(), intake),
                        TopologyJson.of("dispatch", settings.dispatchApplicationId(), dispatch)));
        json.put("lanes", laneOwners);
        return new Available(json);
    }

    @Override
    public QueryResult info() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", BuildVersion.CURRENT);
        json.put("applicationId", settings.applicationId());
        json.put("clientId", settings.kafka().clientId());
        json.put("startedAt", startedAt.toString());
        json.put("uptimeSeconds", Duration.between(startedAt, clock.instant()).toSeconds());
        json.put("java", Runtime.version().toString());
        json.put("kafka", dispatch.kafkaVersion());
        return new Available(json);
    }

    @Override
    public QueryResult request(String instance, String clientToken) {
        Optional<InstanceRef> named =
                instance.length() > InstanceRef.MAX_LENGTH ? Optional.empty() : InstanceRef.parse(instance);
        if (named.isEmpty()) {
            return new InvalidQuery("instanceId is not the id or ARN of an instance");
        }
        return switch (directory.resolve(named.get())) {
            case NotServed it -> new NotFound(it.sentence());
            case Served it -> request(it, clientToken);
        };
    }

    private QueryResult request(Served instance, String clientToken) {
        String lane = instance.lane();
        return switch (owners.of(lane)) {
            case Owner.ThisProcess self -> request(instance.instanceId(), clientToken, lane, self.partition());
            case Owner.OtherProcess other -> new OwnedElsewhere(other.address());
            case Owner.UnknownOwner unknown -> new TemporarilyUnavailable(unknown.reason());
        };
    }

    private QueryResult request(String instanceId, String clientToken, String lane, int partition) {
        Instant now = clock.instant();
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = dispatch.streams()
                    .store(StoreQueryParameters.fromNameAndType(
                                    StateNames.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                            .withPartition(partition));
            return new RequestQuery(store, lane, settings.formats())
                    .find(instanceId, clientToken, now.toEpochMilli())
                    .<QueryResult>map(it -> new Available(
                            RequestJson.of(instanceId, clientToken, it, LaneJson.snapshot(lanes.get(), lane))))
                    .orElse(new NotFound("no such request: it never reached dispatch, or was already deleted"));
        } catch (InvalidStateStoreException e) {
            return new TemporarilyUnavailable("the state of lane " + lane + " is being moved or restored");
        }
    }
}
