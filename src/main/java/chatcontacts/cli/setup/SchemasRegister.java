package chatcontacts.cli.setup;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RegistryCalls;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.LoadedSettings;
import chatcontacts.registry.SchemaRegistration.Registered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schemas register}: all value schemas, with their compatibility level. */
@Command(
        name = "register",
        description = "Registers the value schemas of the topics and sets their compatibility to FULL_TRANSITIVE."
                + " Exits with 2 if the latest version of a subject is another one that lacks something.")
public final class SchemasRegister implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public SchemasRegister(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        List<Registered> registered = RegistryCalls.call(
                loaded.settings().registry(),
                () -> root.environment().registrar().register(loaded.settings()));
        if (root.json()) {
            output.json(Map.of("schemas", rows(registered)));
        } else {
            output.columns(registered.stream()
                    .map(it -> List.of(it.subject(), "id " + it.id(), "version " + it.version()))
                    .toList());
        }
        registered.forEach(it -> ForeignVersions.tell(output, it.subject(), it.latest(), true));
        return registered.stream().anyMatch(it -> it.latest().isForeign()) ? ExitCode.USAGE : ExitCode.OK;
    }

    private static List<Object> rows(List<Registered> registered) {
        List<Object> rows = new ArrayList<>();
        for (Registered it : registered) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("subject", it.subject());
            row.put("id", it.id());
            row.put("version", it.version());
            row.put("latest", it.latest().version());
            row.put("differences", ForeignVersions.json(it.latest().differences()));
            rows.add(row);
        }
        return rows;
    }
}
