package chatcontacts.cli.control;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.registry.RegistryConnection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code control list}: what is in force, as the log of commands says it. */
@Command(name = "list", description = "Shows what is in force now, by whom and why.")
final class ControlList implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    ControlList(RootCommand root) {
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
        try (RegistryConnection registry = RegistryCalls.connect(settings.registry());
                ControlLogConsumer log = new ControlChannel(
                                settings, topics, new KafkaClients(settings.kafka(), root.environment()), registry)
                        .follow(Optional.of(Instant.EPOCH))) {
            new ControlOutput(output, root.json()).table("inForce", inForce(log.all()));
        }
        return ExitCode.OK;
    }

    /** Where a command applies, and which of the two things that last it is about. */
    private record LastingSlot(String lane, Optional<String> instanceId, boolean limit) {}

    /** Of the entries of a lane, which are in order, the last one of each slot counts. */
    static List<ControlLogEntry> inForce(List<ControlLogEntry> entries) {
        Map<LastingSlot, ControlLogEntry> last = new LinkedHashMap<>();
        for (ControlLogEntry entry : entries) {
            if (entry.changes()) {
                LastingSlot slot = new LastingSlot(
                        entry.lane(), entry.instanceId(), entry.verb().equals("LIMIT"));
                last.remove(slot);
                if (entry.inForce()) {
                    last.put(slot, entry);
                }
            }
        }
        return List.copyOf(last.values());
    }
}
