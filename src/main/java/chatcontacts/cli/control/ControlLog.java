package chatcontacts.cli.control;

import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.registry.RegistryConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code control log}: what became of commands, while it comes. */
@Command(name = "log", description = "Shows what becomes of commands as it happens, until Ctrl-C.", sortOptions = false)
final class ControlLog implements Callable<Integer> {

    private static final Duration TURN = Duration.ofMillis(200);

    private final RootCommand root;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "Start at this time: ISO-8601, or an age (90s, 15m, 2h, 7d). Default: now.")
    private Optional<TimeOption> since = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            converter = DurationOption.class,
            description = "Exit after this time (90s, 15m, 2h).")
    private Optional<Duration> length = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    ControlLog(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Settings settings = loaded.settings();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        ControlTopics topics = settings.topics()
                .control()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "topics.control is empty"));
        try (ShutdownSignal stop = new ShutdownSignal();
                RegistryConnection registry = RegistryCalls.connect(settings.registry());
                ControlLogConsumer log = new ControlChannel(
                                settings, topics, new KafkaClients(settings.kafka(), root.environment()), registry)
                        .follow(since.map(it -> it.before(Instant.now())))) {
            follow(log, new ControlOutput(output, root.json()), stop);
            stop.finished(ExitCode.OK);
        }
        return ExitCode.OK;
    }

    private void follow(ControlLogConsumer log, ControlOutput output, StopToken stop) {
        long beganNanos = System.nanoTime();
        while (!stop.isRequested()) {
            for (ControlLogEntry entry : log.poll(TURN)) {
                output.entry(entry);
            }
            if (length.filter(it -> System.nanoTime() - beganNanos >= it.toNanos())
                    .isPresent()) {
                return;
            }
        }
    }
}
