package chatcontacts.app.status;

import chatcontacts.app.metrics.OutcomeHistory;
import chatcontacts.app.status.LaneOwners.Owner;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.dispatch.DispatchNames;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.store.RequestQuery;
import chatcontacts.domain.request.InstanceIds;
import chatcontacts.http.StatusSource;
import chatcontacts.http.StatusSource.Found.Elsewhere;
import chatcontacts.http.StatusSource.Found.Here;
import chatcontacts.http.StatusSource.Found.Nonsense;
import chatcontacts.http.StatusSource.Found.NotNow;
import chatcontacts.http.StatusSource.Found.Unknown;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Answers from the running service: lanes from the pictures that they publish, a request from the state store. */
public final class LiveStatus implements StatusSource {

    private final Settings settings;
    private final Side intake;
    private final Side dispatch;
    private final Supplier<List<LaneSnapshot>> lanes;
    private final OutcomeHistory outcomes;
    private final LaneOwners owners;
    private final InstantSource clock;
    private final Instant startedAt;

    /** One side with the description of its topology. */
    public record Side(KafkaStreams streams, String description) {

        /** As Kafka Streams tells it in its metric {@code version}. */
        String kafkaVersion() {
            return streams.metrics().values().stream()
                    .filter(it -> it.metricName().group().equals("stream-metrics")
                            && it.metricName().name().equals("version"))
                    .map(it -> String.valueOf(it.metricValue()))
                    .findFirst()
                    .orElse("unknown");
        }
    }

    public LiveStatus(
            Settings settings,
            Side intake,
            Side dispatch,
            Supplier<List<LaneSnapshot>> lanes,
            OutcomeHistory outcomes,
            LaneOwners owners,
            InstantSource clock) {
        this.settings = settings;
        this.intake = intake;
        this.dispatch = dispatch;
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.owners = owners;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public Map<String, ?> process() {
        return ProcessJson.of(
                settings,
                clock.instant(),
                startedAt,
                intake.streams.state(),
                dispatch.streams.state(),
                lanes.get(),
                lane -> owners.of(lane).inWords(),
                outcomes.page());
    }

    @Override
    public List<URI> others() {
        return owners.others();
    }

    @Override
    public Found lanes() {
        return new Here(
                LaneJson.lanes(settings, lanes.get(), lane -> owners.of(lane).inWords()));
    }

    @Override
    public Found instances() {
        return new Here(LaneJson.instances(settings, lanes.get()));
    }

    @Override
    public Found topology() {
        List<Object> whose = new ArrayList<>();
        settings.lanes()
                .keySet()
                .forEach(lane ->
                        whose.add(Map.of("lane", lane, "owner", owners.of(lane).inWords())));
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(
                "sides",
                List.of(
                        TopologyJson.of("intake", settings.intakeApplicationId(), intake.streams, intake.description),
                        TopologyJson.of(
                                "dispatch", settings.dispatchApplicationId(), dispatch.streams, dispatch.description)));
        page.put("lanes", whose);
        return new Here(page);
    }

    @Override
    public Found info() {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("version", BuildVersion.CURRENT);
        page.put("applicationId", settings.applicationId());
        page.put("clientId", settings.kafka().clientId());
        page.put("startedAt", startedAt.toString());
        page.put("uptimeSeconds", Duration.between(startedAt, clock.instant()).toSeconds());
        page.put("java", Runtime.version().toString());
        page.put("kafka", dispatch.kafkaVersion());
        return new Here(page);
    }

    @Override
    public Found request(String instance, String clientToken) {
        Optional<String> instanceId =
                instance.length() > InstanceIds.MAX_LENGTH ? Optional.empty() : InstanceIds.bareId(instance);
        if (instanceId.isEmpty()) {
            return new Nonsense("instanceId is neither the id nor the ARN of an instance");
        }
        Optional<InstanceSettings> configured = settings.instance(instanceId.get());
        if (configured.isEmpty()) {
            return new Unknown("the instance is not configured");
        }
        String lane = configured.get().lane();
        return switch (owners.of(lane)) {
            case Owner.Here here -> request(instanceId.get(), clientToken, lane, here.partition());
            case Owner.Elsewhere elsewhere -> new Elsewhere(elsewhere.process());
            case Owner.Unknown unknown -> new NotNow(unknown.why());
        };
    }

    private Found request(String instanceId, String clientToken, String lane, int partition) {
        Instant now = clock.instant();
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = dispatch.streams.store(StoreQueryParameters.fromNameAndType(
                            DispatchNames.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .withPartition(partition));
            return new RequestQuery(store, lane)
                    .find(instanceId, clientToken, now.toEpochMilli())
                    .<Found>map(it ->
                            new Here(RequestJson.of(instanceId, clientToken, it, LaneJson.view(lanes.get(), lane))))
                    .orElse(new Unknown("no such request: it never came to dispatch, or is forgotten by now"));
        } catch (InvalidStateStoreException e) {
            return new NotNow("the state of lane " + lane + " is being moved or restored");
        }
    }
}
