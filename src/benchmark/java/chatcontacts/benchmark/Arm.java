package chatcontacts.benchmark;

import chatcontacts.testkit.servers.JavaProcess;
import chatcontacts.testkit.service.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Topics, state and a simulated Connect for one load, and the service or what stands in for it. */
final class Arm implements AutoCloseable {

    /** With {@code -Dbenchmark.jfr=true} each service leaves a recording beside its log. */
    private static final boolean PROFILED = Boolean.getBoolean("benchmark.jfr");

    private final BenchmarkEnvironment environment;
    private final String name;
    private final ConnectProcess connect;
    private final Function<String, ServiceProcess> another;
    private final ServiceProcess service;
    private final LoadGenerator load;
    private boolean started;
    private @Nullable JavaProcess measured;

    /**
     * Makes topics and schemas; the service is not started yet.
     *
     * @param name of lower-case letters and digits, for topics
     * @param own settings that stand in for those of one instance without contact events in an unlimited lane
     * @param simulator settings of the simulated Connect
     */
    Arm(BenchmarkEnvironment environment, String name, Map<String, String> own, String... simulator) {
        this.environment = environment;
        this.name = name;
        boolean events = own.containsKey("topics.contact.events");
        this.connect = events
                ? environment.connectWithEvents("connect-" + name, own.get("topics.contact.events"), simulator)
                : environment.connect("connect-" + name, simulator);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("application.id", name);
        settings.put("kafka.bootstrap.servers", environment.bootstrapServers());
        settings.put("schema.registry.url", environment.registryUrl());
        settings.put("topics.requests", topic("requests"));
        settings.put("topics.dispatch", topic("dispatch"));
        settings.put("topics.dispatch.control", topic("dispatch-control"));
        settings.put("topics.results", topic("results"));
        settings.put("topics.dead.letter", topic("dead-letter"));
        settings.put("topics.contact.events", "");
        settings.put("topics.cancellations", "");
        settings.put("topics.control", "");
        settings.put("lanes.default.region", "eu-central-1");
        settings.put("lanes.default.endpoint", connect.address());
        settings.put("lanes.default.service.quotas.endpoint", connect.address());
        settings.put("lanes.default.rate.per.second", "10000");
        settings.put("lanes.default.rate.burst", "10000");
        settings.put("instances", "one");
        settings.put("instances.one.id", LoadGenerator.INSTANCE);
        settings.put("instances.one.concurrent.chats", "1000000");
        settings.put("instances.one.contact.events", "off");
        settings.putAll(own);
        settings.putAll(environment.settings());
        List<String> jvm = new ArrayList<>(environment.jvm());
        if (PROFILED) {
            jvm.add("-XX:StartFlightRecording=filename=" + environment.folder().resolve(name + ".jfr"));
        }
        this.another = process -> new ServiceProcess(process, environment.folder(), settings, jvm);
        this.service = another.apply(name);
        service.command("topics", "create", "--partitions", "4", "--replication", "1");
        service.command("schemas", "register");
        this.load = load(LoadGenerator.INSTANCE);
    }

    /** Requests for these instances in turn; to be closed by the caller. */
    LoadGenerator load(String... instances) {
        return new LoadGenerator(
                environment.bootstrapServers(), environment.registryUrl(), topic("requests"), List.of(instances));
    }

    /** One more process of the service, not started yet; to be closed by the caller. */
    ServiceProcess another(int number) {
        return another.apply(name + "-" + number);
    }

    /** Starts the service and returns when it is ready. */
    JavaProcess startService() {
        JavaProcess process = service.start();
        started = true;
        service.awaitReady();
        return process;
    }

    /** Starts what is measured here; it ends with this arm. */
    JavaProcess start(Contender contender, int inFlight) {
        JavaProcess process = contender.launch().start(this, inFlight);
        measured = process;
        return process;
    }

    String topic(String what) {
        return name + "-" + what;
    }

    String name() {
        return name;
    }

    ConnectProcess connect() {
        return connect;
    }

    ServiceProcess service() {
        return service;
    }

    LoadGenerator load() {
        return load;
    }

    OutcomeTimes outcomes(int requests) {
        return outcomes(requests, (value, number) -> {});
    }

    /** @param witness sees value and number of each result, on the reader's thread */
    OutcomeTimes outcomes(int requests, ObjIntConsumer<byte[]> witness) {
        return new OutcomeTimes(environment.bootstrapServers(), topic("results"), requests, witness);
    }

    ClusterCost cost() {
        return ClusterCost.now(environment.bootstrapServers());
    }

    /** Waits until so many outcomes were seen. */
    void await(OutcomeTimes outcomes, int wanted) {
        await(service.process(), outcomes, wanted);
    }

    /** Waits until so many outcomes of that process were seen. */
    void await(JavaProcess process, OutcomeTimes outcomes, int wanted) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .atMost(Duration.ofMinutes(10))
                    .pollInterval(Duration.ofMillis(20))
                    .failFast("it ended, see " + process.output(), () -> !process.isAlive())
                    .until(() -> outcomes.seen() >= wanted);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(outcomes.seen() + " of " + wanted + " outcomes", e);
        }
    }

    /** Every request made one contact with one call and has one outcome; otherwise no figure counts. */
    void check(OutcomeTimes outcomes, int requests) {
        long calls = connect.count("calls");
        long created = connect.count("created");
        if (calls != requests || created != requests || outcomes.repeated() != 0) {
            throw new IllegalStateException(name + ": " + requests + " requests made " + calls + " calls, " + created
                    + " contacts, and " + outcomes.repeated() + " repeated outcomes");
        }
    }

    @Override
    public void close() {
        load.close();
        if (PROFILED && started) {
            service.process().stop();
        }
        if (measured != null) {
            measured.close();
        }
        service.close();
        connect.close();
    }
}
