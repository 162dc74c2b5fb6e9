package chatcontacts.cli.control;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.registry.RegistryConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that reads the log of commands. */
@Command
abstract class ControlLogCommand implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    ControlLogCommand(RootCommand root) {
        this.root = root;
    }

    /** Where to begin; empty: with what comes from now on. */
    abstract Optional<Instant> since();

    abstract void read(ControlLogConsumer log, ControlOutput output);

    @Override
    public final Integer call() {
        LoadedSettings loaded = root.load();
        Settings settings = loaded.settings();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        ControlTopics topics = settings.topics()
                .control()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "topics.control is empty"));
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry());
                ControlLogConsumer log = new ControlChannel(
                                settings, topics, new KafkaClients(settings.kafka(), root.environment()), registry)
                        .follow(since())) {
            read(log, new ControlOutput(output, root.json()));
        }
        return ExitCode.OK;
    }
}
