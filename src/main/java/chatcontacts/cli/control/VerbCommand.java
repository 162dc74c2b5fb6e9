package chatcontacts.cli.control;

import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.StopToken;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlLogEntry.ControlStatus;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.control.ControlRules;
import chatcontacts.domain.control.ControlRules.InvalidCommand;
import chatcontacts.domain.control.MoveTerms;
import chatcontacts.domain.control.RequestFilter;
import chatcontacts.registry.RegistryConnection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all verbs of {@code control} have in common: one grammar, one way to the lane's owner, one answer. */
@Command(sortOptions = false)
abstract class VerbCommand implements Callable<Integer> {

    private static final Duration TURN = Duration.ofMillis(200);

    private final RootCommand root;

    @Option(names = "--lane", paramLabel = "NAME", description = "The lane; may be left out if there is only one.")
    private Optional<String> lane = Optional.empty();

    @Option(
            names = "--instance",
            paramLabel = "INSTANCE",
            description = "Only this instance of the lane: its name in the settings, its id or its ARN.")
    private Optional<String> instance = Optional.empty();

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "The reason, for others to read.")
    private String why = "";

    @Option(names = "--by", paramLabel = "WHO", description = "Who commands it (default: user and host).")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--valid-for",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationOption.class,
            description = "The command is refused if it is not applied within this time, a day at most"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration validFor = Duration.ofMinutes(5);

    @Option(names = "--dry-run", description = "Change nothing; only report what would be done.")
    private boolean dryRun;

    @Option(names = "--wait", description = "Wait until it is done, and print what became of it.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationOption.class,
            description = "Maximum time to wait (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(60);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    VerbCommand(RootCommand root) {
        this.root = root;
    }

    /** Which verb it is. */
    abstract ControlRequest.Verb verb();

    /** When what it sets ends by itself. */
    Optional<Instant> until(Instant now) {
        return Optional.empty();
    }

    /** The limits that it sets. */
    ControlRequest.Limits limits() {
        return ControlRequest.Limits.NONE;
    }

    /** The requests that it is about. */
    RequestFilter filter(Instant now) {
        return RequestFilter.ALL;
    }

    /** The priority that requests get. */
    OptionalInt priority() {
        return OptionalInt.empty();
    }

    /** The deadline that requests get. */
    Optional<Instant> startBy(Instant now) {
        return Optional.empty();
    }

    /** Where requests go, in the words of a scope. */
    Optional<ControlScope> target(Settings settings) {
        return Optional.empty();
    }

    /** Flows of the other instance, by those for which they stand. */
    Map<String, String> contactFlows() {
        return Map.of();
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Settings settings = loaded.settings();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        ControlTopics topics = settings.topics().control().orElseThrow(() -> usage("topics.control is empty"));
        ControlRequest request = request(settings, Instant.now());
        try (ShutdownSignal stop = new ShutdownSignal()) {
            int code = give(settings, topics, request, output, stop);
            stop.finished(code);
            return code;
        }
    }

    private ControlRequest request(Settings settings, Instant now) {
        ControlScope scope = instance.map(it -> ControlScope.ofInstance(settings, lane, it))
                .orElseGet(() -> ControlScope.ofLane(settings, lane))
                .orElseThrow(() -> usage("--lane is required, as there are several lanes"));
        if (!settings.lanes().containsKey(scope.lane())) {
            throw usage("--lane: there is no lane " + scope.lane());
        }
        Optional<ControlScope> target = target(settings);
        ControlRequest request = new ControlRequest(
                UUID.randomUUID().toString(),
                scope.lane(),
                verb(),
                scope.instance(),
                until(now),
                limits(),
                filter(now),
                priority(),
                startBy(now),
                target.flatMap(ControlScope::instance).map(it -> new MoveTerms(it, contactFlows())),
                dryRun,
                now.plus(validFor),
                new ControlOrigin(by.orElseGet(this::userAndHost), why, now));
        if (ControlRules.check(request, scope.instance(), target.flatMap(ControlScope::asTarget), now)
                instanceof InvalidCommand it) {
            throw usage(String.join("; ", it.problems()));
        }
        return request;
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private String userAndHost() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }

    private int give(Settings settings, ControlTopics topics, ControlRequest request, Output output, StopToken stop) {
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry())) {
            ControlChannel channel = new ControlChannel(
                    settings, topics, new KafkaClients(settings.kafka(), root.environment()), registry);
            if (!wait && !dryRun) {
                channel.send(request);
                sent(request, output);
                return ExitCode.OK;
            }
            try (ControlLogConsumer log = channel.follow(Optional.empty())) {
                channel.send(request);
                return await(request, log, new ControlOutput(output, root.json()), stop);
            }
        }
    }

    private void sent(ControlRequest request, Output output) {
        if (root.json()) {
            output.json(Map.of("id", request.id(), "status", "SENT"));
        } else {
            output.line("sent " + request.id() + "; control log shows what becomes of it");
        }
    }

    /** The answers, until the last one. */
    private int await(ControlRequest request, ControlLogConsumer log, ControlOutput answers, StopToken stop) {
        long beganNanos = System.nanoTime();
        while (!stop.isRequested()) {
            for (ControlLogEntry entry : log.poll(TURN)) {
                if (entry.id().equals(request.id())) {
                    answers.entry(entry);
                    if (entry.status().isFinal()) {
                        return entry.status() == ControlStatus.DONE ? ExitCode.OK : ExitCode.FAILED;
                    }
                }
            }
            if (System.nanoTime() - beganNanos >= timeout.toNanos()) {
                new Output(spec.commandLine())
                        .error("no answer within " + timeout.toSeconds() + " s; command " + request.id()
                                + " is valid until " + request.validUntil());
                return ExitCode.TIMED_OUT;
            }
        }
        return ExitCode.TIMED_OUT;
    }
}
