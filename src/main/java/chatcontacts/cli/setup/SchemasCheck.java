package chatcontacts.cli.setup;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings.ControlTopics;
import chatcontacts.registry.LatestVersion;
import chatcontacts.registry.SchemaCheck;
import chatcontacts.registry.SchemaCheck.Checked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schemas check}: whether the registry is as {@code schemas register} would leave it. */
@Command(
        name = "check",
        description = "Compares the value schemas of the topics with those in the registry. Changes nothing."
                + " Exits with 2 if a schema is missing or differs, if the latest version lacks something of it, or"
                + " if a subject's compatibility is not FULL_TRANSITIVE.")
public final class SchemasCheck implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public SchemasCheck(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        List<Checked> checked = check(loaded.settings());
        boolean upToDate = checked.stream().allMatch(Checked::isUpToDate);
        if (root.json()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("upToDate", upToDate);
            answer.put("schemas", checked.stream().map(SchemasCheck::row).toList());
            output.json(answer);
        } else {
            output.columns(checked.stream().map(SchemasCheck::cells).toList());
        }
        checked.forEach(it -> it.latest()
                .ifPresent(latest -> ForeignVersions.tell(
                        output, it.subject(), latest, it.state() == SchemaCheck.SchemaState.SAME)));
        return upToDate ? ExitCode.OK : ExitCode.USAGE;
    }

    private static List<Checked> check(Settings settings) {
        var topics = settings.topics();
        return RegistryCalls.call(
                settings.registry(),
                () -> new SchemaCheck(settings.registry().client())
                        .check(
                                topics.requests(),
                                topics.results(),
                                topics.cancellations().orElse(""),
                                topics.control().map(ControlTopics::commands).orElse(""),
                                topics.control().map(ControlTopics::log).orElse("")));
    }

    private static List<String> cells(Checked it) {
        List<String> cells = new ArrayList<>(List.of(it.subject(), words(it)));
        if (it.state() != SchemaCheck.SchemaState.MISSING) {
            cells.add("compatibility " + it.compatibility().orElse("the registry's default"));
        }
        return cells;
    }

    private static String words(Checked it) {
        String latest =
                it.latest().map(version -> "version " + version.version()).orElse("none");
        return switch (it.state()) {
            case MISSING -> "missing";
            case SAME -> "same: version " + it.version().orElse(0) + ", latest is " + latest;
            case DIFFERS -> "differs from " + latest + ", compatible";
            case INCOMPATIBLE -> "differs from " + latest + ", not compatible";
        };
    }

    private static Map<String, Object> row(Checked it) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("subject", it.subject());
        row.put("state", it.state().name());
        row.put("version", it.version());
        row.put("latest", it.latest().map(LatestVersion::version));
        row.put("compatibility", it.compatibility());
        row.put("differences", it.latest().map(latest -> ForeignVersions.json(latest.differences())));
        return row;
    }
}
