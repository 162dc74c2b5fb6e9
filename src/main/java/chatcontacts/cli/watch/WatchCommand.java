package chatcontacts.cli.watch;

import chatcontacts.cli.console.ContactDecryption;
import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.InstanceOption;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.registry.RegistryConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code watch}: results and dead letters while they come. */
@Command(
        name = "watch",
        description = "Shows results and dead letters (DLQ) as they arrive, until Ctrl-C.",
        sortOptions = false)
public final class WatchCommand implements Callable<Integer> {

    private final RootCommand root;

    @Option(names = "--from-beginning", description = "Start with the oldest records.")
    private boolean fromBeginning;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "Start at this time: ISO-8601, or an age (90s, 15m, 2h, 7d). Default: now.")
    private Optional<TimeOption> since = Optional.empty();

    @Option(
            names = "--instance",
            paramLabel = "INSTANCE",
            split = ",",
            description = "Only those of this instance: its name in the settings, its id or its ARN. Repeatable.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--client-token",
            paramLabel = "TOKEN",
            description = "Only those with this client token. Repeatable.")
    private List<String> clientTokens = new ArrayList<>();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only STARTED, or only FAILED, which includes dead letters.")
    private Optional<WatchFilter.Status> status = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Only those that failed for this reason. Repeatable.")
    private List<Reason> reasons = new ArrayList<>();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            converter = DurationOption.class,
            description = "Exit after this time (90s, 15m, 2h).")
    private Optional<Duration> length = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "Exit after N records.")
    private Optional<Long> max = Optional.empty();

    @Option(
            names = "--show-participant-token",
            description = "Show participant tokens, which are hidden by default. The holder of a token can join"
                    + " the chat.")
    private boolean showTokens;

    @Option(
            names = ContactDecryption.OPTION,
            paramLabel = "FILE",
            description = "Decrypt what opens a chat with this private key, a PEM file or a JWKS, if results are"
                    + " encrypted (results.encryption.key). Still hidden without --show-participant-token.")
    private Optional<Path> privateKey = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public WatchCommand(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (max.filter(it -> it < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--max must be at least 1");
        }
        if (fromBeginning && since.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--from-beginning and --since exclude each other");
        }
        LoadedSettings loaded = root.load();
        Settings settings = loaded.settings();
        WatchFilter filter = filter(settings);
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        ContactDecryption decryption = ContactDecryption.with(privateKey, spec.commandLine());
        try (ShutdownSignal stop = new ShutdownSignal()) {
            watch(settings, filter, stop, new WatchOutput(output, root.json(), showTokens, decryption));
            stop.finished(ExitCode.OK);
        } catch (KafkaException e) {
            Throwable cause = e instanceof ApiException ? e : Objects.requireNonNullElse(e.getCause(), e);
            throw KafkaErrors.translate(settings.kafka(), cause);
        }
        return ExitCode.OK;
    }

    private void watch(Settings settings, WatchFilter filter, ShutdownSignal stop, WatchOutput view) {
        var topics = settings.topics();
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry());
                Consumer<byte[], byte[]> consumer =
                        new KafkaClients(settings.kafka(), root.environment()).committedConsumer("watch")) {
            var reader = new WatchedRecordReader(
                    topics.results(), topics.requests(), registry.resultReader(), registry.requestDecoder());
            TopicFollower watch = new TopicFollower(consumer, reader, filter);
            watch.begin(List.of(topics.results(), topics.deadLetter()), beginning());
            view.begun(topics.results(), topics.deadLetter());
            watch.follow(length, max.map(OptionalLong::of).orElse(OptionalLong.empty()), stop, view);
        }
    }

    private Optional<Instant> beginning() {
        Instant now = Instant.now();
        return fromBeginning ? Optional.of(Instant.EPOCH) : since.map(it -> it.before(now));
    }

    private WatchFilter filter(Settings settings) {
        Set<Reason> named = EnumSet.noneOf(Reason.class);
        named.addAll(reasons);
        return new WatchFilter(
                InstanceOption.of(spec.commandLine(), settings, instances), new HashSet<>(clientTokens), status, named);
    }
}
