package chatcontacts.cli.setup;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.RegistrySettings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.registry.SchemaRepair;
import chatcontacts.registry.SchemaRepair.ForeignVersion;
import chatcontacts.registry.SchemaRepair.Inspected;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schemas repair}: makes the shipped schema the latest version again. */
@Command(
        name = "repair",
        description =
                "Shows the versions that others registered above the one of this release and that lack something"
                        + " of it, asks, and soft-deletes them. Values that were written with them stay readable. Exits with 2"
                        + " if nothing was deleted because the answer was no, or if a schema of this release is not registered.")
public final class SchemasRepair implements Callable<Integer> {

    private final RootCommand root;

    @Option(
            names = "--yes",
            description = "Do not ask. With --json nothing is asked, and nothing deleted without --yes.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public SchemasRepair(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        RegistrySettings registry = loaded.settings().registry();
        var topics = loaded.settings().topics();
        SchemaRepair repair = RegistryCalls.call(registry, () -> new SchemaRepair(registry.client()));
        List<Inspected> inspected = RegistryCalls.call(
                registry,
                () -> repair.inspect(
                        topics.requests(),
                        topics.results(),
                        topics.cancellations().orElse(""),
                        topics.control().map(ControlTopics::commands).orElse(""),
                        topics.control().map(ControlTopics::log).orElse("")));
        if (!root.json()) {
            inspected.forEach(it -> show(output, it));
        }
        boolean nothingToDo = inspected.stream().allMatch(it -> it.foreign().isEmpty());
        boolean deletes = !nothingToDo && (yes || (!root.json() && agreed(output, inspected)));
        if (deletes) {
            RegistryCalls.call(registry, () -> {
                repair.delete(inspected);
                return inspected;
            });
            output.error("Deleted. Set the subjects to read-only for producers, so that it does not happen again.");
        }
        if (root.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("deleted", deletes);
            answer.put("schemas", inspected.stream().map(SchemasRepair::row).toList());
            output.json(answer);
        }
        boolean registered = inspected.stream().allMatch(it -> it.shipped().isPresent());
        return registered && (nothingToDo || deletes) ? ExitCode.OK : ExitCode.USAGE;
    }

    private static void show(Output output, Inspected it) {
        if (it.shipped().isEmpty()) {
            output.line(it.subject() + " does not have the schema of this release: run schemas register first");
            return;
        }
        if (it.foreign().isEmpty()) {
            output.line(it.subject() + " version " + it.shipped().get() + " is of this release; nothing to delete");
        }
        for (ForeignVersion foreign : it.foreign()) {
            output.line(ForeignVersions.sentence(it.subject(), foreign.version(), foreign.differences()));
        }
    }

    private boolean agreed(Output output, List<Inspected> inspected) {
        int versions = inspected.stream().mapToInt(it -> it.foreign().size()).sum();
        output.error("Soft-delete " + (versions == 1 ? "this version" : "these " + versions + " versions") + "? [y/N]");
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(root.environment().in(), StandardCharsets.UTF_8));
            String answer = in.readLine();
            boolean agreed = answer != null
                    && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
            if (!agreed) {
                output.error("Nothing was deleted.");
            }
            return agreed;
        } catch (IOException e) {
            throw new CommandException(ExitCode.UNREACHABLE, "standard input cannot be read", e);
        }
    }

    private static Map<String, Object> row(Inspected it) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("subject", it.subject());
        row.put("version", it.shipped());
        row.put("foreign", it.foreign().stream().map(SchemasRepair::row).toList());
        return row;
    }

    private static Map<String, Object> row(ForeignVersion it) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("version", it.version());
        row.put("differences", ForeignVersions.json(it.differences()));
        return row;
    }
}
