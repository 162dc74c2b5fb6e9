package chatcontacts.app;

import chatcontacts.app.health.BrokerAuthErrors;
import chatcontacts.app.health.HealthChecks;
import chatcontacts.app.health.LivenessWatchdog;
import chatcontacts.app.health.StallProbe;
import chatcontacts.app.health.StartupGate;
import chatcontacts.app.metrics.KafkaAndJvmMetrics;
import chatcontacts.app.metrics.MicrometerMetrics;
import chatcontacts.app.metrics.RestoreProgress;
import chatcontacts.app.status.DispatchPartitionCount;
import chatcontacts.app.status.LaneOwners;
import chatcontacts.app.status.LiveStatus;
import chatcontacts.app.streams.MonotonicTime;
import chatcontacts.app.streams.RocksDbMemory;
import chatcontacts.app.streams.StreamThreadExceptionHandler;
import chatcontacts.app.streams.StreamsClientSupplier;
import chatcontacts.app.streams.StreamsSettings;
import chatcontacts.app.streams.StreamsStateLogger;
import chatcontacts.config.BuildVersion;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.connect.ConnectClients;
import chatcontacts.connect.WarmUp;
import chatcontacts.dispatch.CallTraces;
import chatcontacts.dispatch.DispatchNames;
import chatcontacts.dispatch.DispatchTopology;
import chatcontacts.dispatch.DrainGate;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.http.HttpEndpoints;
import chatcontacts.http.StatusSource;
import chatcontacts.intake.IntakeDependencies;
import chatcontacts.intake.IntakeSettings;
import chatcontacts.intake.IntakeStatus;
import chatcontacts.intake.IntakeTopology;
import chatcontacts.intake.InterruptibleSleep;
import chatcontacts.registry.BundledSchemaRequestReader;
import chatcontacts.registry.RegistryConnection;
import chatcontacts.registry.ResultSerializer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: both topologies, the clients of the lanes, health and metrics. Starts as soon as registry, brokers and
 * topics are there, and waits for them until then. Safe for use by several threads.
 */
public final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** Beside everything else that a start has to do; before all of it, so that it takes no time of its own. */
    private final Thread warmUp = Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::run);

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final MicrometerMetrics meters;
    private final KafkaAndJvmMetrics sideMeters;
    private final HealthChecks health;
    private final HttpEndpoints http;
    private final RegistryConnection registry;
    private final ResultSerializer results;
    private final ConnectClients clients = new ConnectClients();
    private final Map<String, ChatStarter> starters = new LinkedHashMap<>();
    private final DrainGate gate = new DrainGate();
    private final InterruptibleSleep.Stoppable pause = new InterruptibleSleep.Stoppable();
    private final RocksDbMemory stateMemory;
    private final BrokerAuthErrors refusals;
    private final KafkaStreams intake;
    private final KafkaStreams dispatch;
    private final LivenessWatchdog watch;
    private final Thread start;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch failed = new CountDownLatch(1);

    private Service(LoadedSettings loaded) {
        this.settings = loaded.settings();
        for (String warning : loaded.warnings()) {
            LOG.warn(warning);
        }
        settings.lanes().forEach((name, lane) -> starters.put(name, clients.open(SettingsMapper.connection(lane))));
        Set<String> listed = settings.instances().keySet();
        this.meters = new MicrometerMetrics(listed, clock);
        this.sideMeters = new KafkaAndJvmMetrics(meters.registry());
        IntakeStatus status = new IntakeStatus(clock);
        this.health = new HealthChecks(status);
        this.registry = RegistryConnection.with(settings.registry().client());
        this.results = registry.resultSerializer();
        Topology intakeTopology = intakeTopology(status);
        Topology dispatchTopology = dispatchTopology();
        this.stateMemory = new RocksDbMemory(settings.stateMemoryBytes());
        this.refusals = new BrokerAuthErrors(settings, DispatchNames.changelog(settings.dispatchApplicationId()));
        this.intake = side("intake", intakeTopology, StreamsSettings.intake(settings), () -> 0);
        this.dispatch =
                side("dispatch", dispatchTopology, StreamsSettings.dispatch(settings, stateMemory), gate::nextLookMs);
        this.watch = new LivenessWatchdog(
                new StallProbe(intake, dispatch, status, meters::lanes, settings, clock), settings.stalled(), clock);
        StatusSource questions = new LiveStatus(
                settings,
                new LiveStatus.Side(intake, intakeTopology.describe().toString()),
                new LiveStatus.Side(dispatch, dispatchTopology.describe().toString()),
                meters::lanes,
                meters.history(),
                new LaneOwners(
                        dispatch,
                        settings.topics().dispatch(),
                        new DispatchPartitionCount(settings, clock),
                        SettingsMapper.self(settings)),
                clock);
        this.http =
                new HttpEndpoints(settings.httpPort(), settings.managementPort(), health, meters::scrape, questions);
        this.start = Thread.ofPlatform().name("start").unstarted(this::startSides);
    }

    /**
     * Begins to start, and returns while that goes on; {@code /health/ready} says when it is done.
     *
     * @throws UncheckedIOException if an HTTP port cannot be had
     * @throws software.amazon.awssdk.core.exception.SdkClientException if a lane has no Region
     */
    public static Service start(LoadedSettings settings) {
        Service service = new Service(settings);
        service.start.start();
        return service;
    }

    /** The port of questions, and of health and metrics where they have none of their own. */
    public int httpPort() {
        return http.port();
    }

    /** The port of health and metrics. */
    public int managementPort() {
        return http.managementPort();
    }

    /** Waits until the service gave up by itself. */
    void awaitFailure() throws InterruptedException {
        failed.await();
    }

    private Topology intakeTopology(IntakeStatus status) {
        IntakeDependencies ports = new IntakeDependencies(
                registry.requestDecoder(),
                registry.cancellationDecoder(),
                new RequestRules(settings.messageLimits()),
                new ConfiguredLanes(settings),
                results,
                meters,
                status,
                pause);
        IntakeSettings intakeSettings = new IntakeSettings(
                settings.requestMaxWait(),
                IntakeSettings.DEFAULT_REGISTRY_WAIT,
                IntakeSettings.DEFAULT_MAX_RECORD_BYTES,
                BuildVersion.CURRENT);
        return IntakeTopology.of(SettingsMapper.intakeTopics(settings), intakeSettings, ports);
    }

    private Topology dispatchTopology() {
        return DispatchTopology.build(
                SettingsMapper.dispatchTopics(settings),
                SettingsMapper.dispatch(settings),
                starters,
                new BundledSchemaRequestReader(),
                results,
                meters,
                gate,
                new CallTraces(GlobalOpenTelemetry.getOrNoop(), SettingsMapper.regions(settings)),
                BuildVersion.CURRENT);
    }

    private KafkaStreams side(String name, Topology topology, Map<String, Object> config, LongSupplier nextLookMs) {
        Properties properties = new Properties();
        properties.putAll(new HashMap<>(config));
        MonotonicTime time = new MonotonicTime();
        StreamsClientSupplier kafka = new StreamsClientSupplier(
                properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG),
                StreamsSettings.identity(config),
                () -> nextLookMs.getAsLong() - time.milliseconds());
        KafkaStreams side = new KafkaStreams(topology, properties, kafka, time);
        side.setUncaughtExceptionHandler(new StreamThreadExceptionHandler(
                name, clock, () -> meters.threadDied(name), failed::countDown, refusals::of, pause::sleep));
        side.setStateListener(new StreamsStateLogger(name));
        RestoreProgress restoring = new RestoreProgress();
        side.setGlobalStateRestoreListener(restoring);
        sideMeters.add(name, side, restoring);
        return side;
    }

    private void startSides() {
        StartupGate readiness = new StartupGate(settings, results, health, pause, refusals);
        if (!readiness.awaitAll() || !warmedUp()) {
            return;
        }
        synchronized (this) {
            if (!closed.get()) {
                dispatch.start();
                intake.start();
                health.running(intake, dispatch, watch::stalled);
                watch.start();
                LOG.atInfo()
                        .addKeyValue("version", BuildVersion.CURRENT)
                        .addKeyValue("lanes", settings.lanes().keySet())
                        .addKeyValue("http", http.port())
                        .log("Both sides are starting");
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
     * Ends in good order: nothing new is read or called, answers to what is in flight are awaited as long as
     * {@code shutdown.grace.ms} allows, everything is committed.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watch.close();
        pause.stop();
        gate.shut();
        synchronized (this) {
            new GracefulShutdown(
                            longest -> intake.close(within(longest)),
                            longest -> dispatch.close(within(longest)),
                            gate::inFlight,
                            clock)
                    .within(settings.shutdownGrace());
        }
        stateMemory.close();
        starters.values().forEach(ChatStarter::close);
        clients.close();
        registry.close();
        http.close();
        sideMeters.close();
        LOG.info("Stopped");
    }

    /** Unless told to leave, the process keeps its place in the group, for the case that it comes back. */
    private CloseOptions within(Duration timeout) {
        return CloseOptions.timeout(timeout)
                .withGroupMembershipOperation(
                        settings.leaveGroup()
                                ? GroupMembershipOperation.LEAVE_GROUP
                                : GroupMembershipOperation.REMAIN_IN_GROUP);
    }
}
