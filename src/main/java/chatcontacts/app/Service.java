package chatcontacts.app;

import chatcontacts.app.control.HttpCommands;
import chatcontacts.app.health.BrokerAuthErrors;
import chatcontacts.app.health.HealthChecks;
import chatcontacts.app.health.LivenessWatchdog;
import chatcontacts.app.health.StallProbe;
import chatcontacts.app.health.StartupGate;
import chatcontacts.app.limits.ActiveChatsWatch;
import chatcontacts.app.limits.DiscoveredLimits;
import chatcontacts.app.limits.LimitDiscovery;
import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.limits.ReportedChats;
import chatcontacts.app.metrics.KafkaAndJvmMetrics;
import chatcontacts.app.metrics.MicrometerMetrics;
import chatcontacts.app.metrics.RestoreProgress;
import chatcontacts.app.status.LaneOwners;
import chatcontacts.app.status.LiveStatus;
import chatcontacts.app.status.OwnedLanes;
import chatcontacts.app.status.StreamsApplication;
import chatcontacts.app.streams.MonotonicTime;
import chatcontacts.app.streams.RocksDbMemory;
import chatcontacts.app.streams.StreamsFactory;
import chatcontacts.app.streams.StreamsSettings;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.control.ControlChannel;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.ConfiguredLanes;
import chatcontacts.config.HttpSettings.HttpControl;
import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.WarmUp;
import chatcontacts.dispatch.CallTraces;
import chatcontacts.dispatch.DispatchRuntime;
import chatcontacts.dispatch.DispatchTopology;
import chatcontacts.dispatch.DrainGate;
import chatcontacts.dispatch.LimitChanges;
import chatcontacts.dispatch.StreamThreads;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.http.ControlAccess;
import chatcontacts.http.HttpEndpoints;
import chatcontacts.http.ServerLimits;
import chatcontacts.http.StatusSource;
import chatcontacts.intake.IntakeDependencies;
import chatcontacts.intake.IntakeSettings;
import chatcontacts.intake.IntakeStatus;
import chatcontacts.intake.IntakeTopology;
import chatcontacts.intake.InterruptibleSleep;
import chatcontacts.keys.KeyFileException;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.registry.ControlLogSerializer;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.ResultSerializer;
import chatcontacts.registry.Writers;
import chatcontacts.wire.StateNames;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: both streams applications, the clients of the lanes, the HTTP endpoints, health and metrics. Waits for the
 * registry, the brokers and the topics, then starts. Thread-safe.
 */
public final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    static {
        // The warm-up's own server is the first one in the process, and the limits are read with it.
        ServerLimits.setDefaults();
    }

    /** Runs in parallel with the rest of the start, and begins first, so that it costs no extra time. */
    private final Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::run);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final MicrometerMetrics metrics;
    private final KafkaAndJvmMetrics kafkaMetrics;
    private final HealthChecks health;
    private final HttpEndpoints http;
    private final RegistryConnection registry;
    private final ResultSerializer results;
    private final ControlLogSerializer controlLog;
    private final LaneConnections lanes;
    private final LaneIdentities identities;
    private final DiscoveredLimits discoveredLimits = new DiscoveredLimits();
    private final LimitDiscovery limitDiscovery;
    private final ReportedChats reportedChats = new ReportedChats();
    private final ActiveChatsWatch activeChatsWatch;
    private final LimitChanges limits = new LimitChanges();
    private final DrainGate drainGate = new DrainGate();
    private final MonotonicTime dispatchTime = new MonotonicTime();
    private final InterruptibleSleep.Stoppable sleep = new InterruptibleSleep.Stoppable();
    private final RocksDbMemory stateMemory;
    private final StartupGate startupGate;
    private final KafkaStreams intake;
    private final KafkaStreams dispatch;
    private final LivenessWatchdog livenessWatchdog;
    private final Thread start;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch failed = new CountDownLatch(1);

    private Service(LoadedSettings loaded) {
        this.settings = loaded.settings();
        for (String warning : loaded.warnings()) {
            LOG.warn(warning);
        }
        HeapDumpWarning.text().ifPresent(LOG::warn);
        this.lanes = new LaneConnections(settings);
        this.identities = new LaneIdentities(settings, lanes.regions());
        this.limitDiscovery = new LimitDiscovery(
                settings, lanes.quotas(), lane -> identities.apply(lane).account(), limits, discoveredLimits, clock);
        LaneDirectory directory = new ConfiguredLanes(settings, identities);
        List<String> listedInstances =
                settings.instances().all().stream().map(InstanceSettings::id).toList();
        this.metrics = new MicrometerMetrics(listedInstances, settings.metricsInstancesMax(), clock);
        this.kafkaMetrics = new KafkaAndJvmMetrics(metrics.registry());
        IntakeStatus status = new IntakeStatus(clock);
        this.health = new HealthChecks(status);
        this.registry = RegistryConnection.with(settings.registry().client());
        this.results = registry.resultSerializer();
        this.controlLog = registry.controlLogSerializer();
        Writers writers = new Writers(metrics.intake());
        Topology intakeTopology = intakeTopology(status, directory, writers);
        DispatchSettings dispatchSettings = SettingsMapper.dispatch(settings, identities.regions());
        Supplier<LimitsView> limitsView = () -> new LimitsView(
                withOverrides(limits.inForce().appliedTo(dispatchSettings)), discoveredLimits, reportedChats);
        metrics.watchLimits(limitsView);
        this.stateMemory = new RocksDbMemory(settings.stateMemoryBytes());
        Map<String, Object> dispatchConfig = StreamsSettings.dispatch(settings, stateMemory);
        StreamThreads dispatchThreads = new StreamThreads(StreamsSettings.sessionTimeout(dispatchConfig));
        Topology dispatchTopology = dispatchTopology(
                dispatchSettings,
                new DispatchRuntime(lanes.lookups(), drainGate, limits, dispatchThreads, dispatchTime::milliseconds));
        BrokerAuthErrors brokerAuthErrors =
                new BrokerAuthErrors(settings, StateNames.changelog(settings.dispatchApplicationId()));
        this.startupGate = new StartupGate(settings, results, controlLog, health, sleep, brokerAuthErrors);
        Map<String, Object> intakeConfig = StreamsSettings.intake(settings);
        MonotonicTime intakeTime = new MonotonicTime();
        StreamsFactory streams = new StreamsFactory(
                clock, metrics::threadDied, failed::countDown, brokerAuthErrors::explain, sleep::sleep, closed::get);
        StreamThreads intakeThreads = new StreamThreads(StreamsSettings.sessionTimeout(intakeConfig));
        this.intake =
                measured("intake", streams.create("intake", intakeTopology, intakeConfig, intakeTime, intakeThreads));
        this.dispatch = measured(
                "dispatch",
                streams.create("dispatch", dispatchTopology, dispatchConfig, dispatchTime, dispatchThreads));
        kafkaMetrics.addStateDirectory(StreamsSettings.stateDirectory(dispatchConfig));
        this.livenessWatchdog = new LivenessWatchdog(
                new StallProbe(intake, dispatch, status, metrics::lanes, settings, clock), settings.stalled(), clock);
        LaneOwners owners = new LaneOwners(
                dispatch,
                settings.topics().dispatch(),
                startupGate::dispatchPartitions,
                SettingsMapper.self(settings),
                settings.http().tls().isPresent());
        OwnedLanes ownedLanes = new OwnedLanes(settings, limitsView, metrics::lanes, owners::isHere);
        metrics.watchLanes(ownedLanes);
        this.activeChatsWatch = new ActiveChatsWatch(lanes.activeChats(), ownedLanes, reportedChats, clock);
        StatusSource statusSource = new LiveStatus(
                settings,
                limitsView,
                directory,
                new StreamsApplication(intake, intakeTopology.describe().toString()),
                new StreamsApplication(dispatch, dispatchTopology.describe().toString()),
                ownedLanes,
                metrics.history(),
                metrics.deadLetterGroups(),
                writers::list,
                owners,
                lanes::host,
                livenessWatchdog::brokerSilence,
                clock);
        kafkaMetrics.brokerSilence(livenessWatchdog::brokerSilence);
        this.http = new HttpEndpoints(
                settings.http().port(),
                settings.http().managementPort(),
                health,
                metrics,
                statusSource,
                SettingsMapper.httpAccess(settings.http()),
                settings.http().control().map(this::controlAccess));
        if (settings.http().control().filter(it -> !it.behindTls()).isPresent()
                && settings.http().tls().isEmpty()) {
            LOG.warn("http.control.token is set and http.tls.certificate is not: http.port listens on the loopback"
                    + " interface only");
        }
        this.start = Thread.ofPlatform().name("start").unstarted(this::startStreams);
    }

    private ControlAccess controlAccess(HttpControl control) {
        KafkaClients commandClients = new KafkaClients(
                settings.kafka(),
                config -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()),
                config -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        ControlChannel channel =
                new ControlChannel(settings, settings.topics().control().orElseThrow(), commandClients, registry);
        return new ControlAccess(
                control.token(),
                control.behindTls(),
                new HttpCommands(
                        settings, channel, clock, () -> UUID.randomUUID().toString()));
    }

    /**
     * Starts the service in the background and returns at once; {@code /health/ready} reports when the start is complete.
     *
     * @throws UncheckedIOException if an HTTP port is not available
     * @throws KeyFileException if a file of keys or certificates is not what it must be
     * @throws software.amazon.awssdk.core.exception.SdkClientException if a lane has no Region
     */
    public static Service start(LoadedSettings settings) {
        Service service = new Service(settings);
        service.start.start();
        return service;
    }

    /** With the limits of operators, which the owner of each lane knows. */
    private DispatchSettings withOverrides(DispatchSettings configured) {
        DispatchSettings effective = configured;
        for (LaneSnapshot lane : metrics.lanes()) {
            for (LaneSnapshot.OverrideSnapshot override : lane.overrides()) {
                if (override.limit().isPresent()) {
                    effective = effective.with(override.limit().get());
                }
            }
        }
        return effective;
    }

    /** The port of the HTTP API, and of health and metrics unless they have their own. */
    public int httpPort() {
        return http.port();
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return http.managementPort();
    }

    /** Waits until the service has given up. */
    void awaitFailure() throws InterruptedException {
        failed.await();
    }

    private Topology intakeTopology(IntakeStatus status, LaneDirectory directory, Writers writers) {
        IntakeDependencies dependencies = new IntakeDependencies(
                registry.requestDecoder(writers),
                registry.cancellationDecoder(),
                registry.controlDecoder(),
                new RequestRules(settings.messageLimits()),
                directory,
                results,
                controlLog,
                metrics.intake(),
                status,
                settings.formats(),
                sleep);
        IntakeSettings intakeSettings = new IntakeSettings(
                settings.requestMaxWait(),
                IntakeSettings.DEFAULT_REGISTRY_WAIT,
                IntakeSettings.DEFAULT_MAX_RECORD_BYTES,
                settings.skipsOtherTypes(),
                BuildVersion.CURRENT);
        return IntakeTopology.of(SettingsMapper.intakeTopics(settings), intakeSettings, dependencies);
    }

    private Topology dispatchTopology(DispatchSettings dispatchSettings, DispatchRuntime runtime) {
        return DispatchTopology.build(
                SettingsMapper.dispatchTopics(settings),
                dispatchSettings,
                lanes.starters(),
                new BundledSchemaRequestReader(),
                results,
                controlLog,
                metrics,
                runtime,
                new CallTraces(GlobalOpenTelemetry.getOrNoop(), identities.regions()),
                BuildVersion.CURRENT);
    }

    private KafkaStreams measured(String application, KafkaStreams streams) {
        RestoreProgress restoring = new RestoreProgress();
        streams.setGlobalStateRestoreListener(restoring);
        kafkaMetrics.add(application, streams, restoring);
        return streams;
    }

    private void startStreams() {
        lanes.askAccounts(identities::accountKnown);
        limitDiscovery.start();
        activeChatsWatch.start();
        if (!startupGate.awaitAll() || !warmedUp()) {
            return;
        }
        synchronized (this) {
            if (!closed.get()) {
                dispatch.start();
                intake.start();
                health.running(intake, dispatch, livenessWatchdog::stalled, livenessWatchdog::brokerSilence);
                livenessWatchdog.start();
                LOG.atInfo()
                        .addKeyValue("version", BuildVersion.CURRENT)
                        .addKeyValue("lanes", settings.lanes().keySet())
                        .addKeyValue("http", http.port())
                        .log("Both streams applications are starting");
            }
        }
    }

    private boolean warmedUp() {
        try {
            warmUp.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Shuts down gracefully: reads and calls nothing new, awaits the results of calls in flight for at most
     * {@code shutdown.grace.ms}, and commits everything.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        livenessWatchdog.close();
        sleep.stop();
        drainGate.close();
        synchronized (this) {
            new GracefulShutdown(
                            timeout -> intake.close(closeOptions(timeout)),
                            timeout -> dispatch.close(closeOptions(timeout)),
                            drainGate::inFlight,
                            clock)
                    .within(settings.shutdownGrace());
        }
        stateMemory.close();
        limitDiscovery.close();
        activeChatsWatch.close();
        lanes.close();
        registry.close();
        http.close();
        kafkaMetrics.close();
        LOG.info("Stopped");
    }

    /** The process keeps its place in the consumer group, in case it restarts, unless the settings say that it leaves. */
    private CloseOptions closeOptions(Duration timeout) {
        return CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(
                        settings.leaveGroup()
                                ? GroupMembershipOperation.LEAVE_GROUP
                                : GroupMembershipOperation.REMAIN_IN_GROUP);
    }
}
