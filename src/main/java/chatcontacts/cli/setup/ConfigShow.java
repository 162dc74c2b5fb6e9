package chatcontacts.cli.setup;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.EffectiveSetting;
import chatcontacts.config.LoadedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config show}: every setting as it applies, and where it comes from. */
@Command(
        name = "show",
        description = "Shows every setting with its effective value and its source: default, file, env or"
                + " flag. Secrets are hidden.")
public final class ConfigShow implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public ConfigShow(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        if (root.json()) {
            List<Object> rows = new ArrayList<>();
            for (EffectiveSetting setting : loaded.effective()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("key", setting.key());
                row.put("value", setting.value());
                row.put("source", setting.source().label());
                rows.add(row);
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("settings", rows);
            answer.put("warnings", loaded.warnings());
            output.json(answer);
        } else {
            output.columns(loaded.effective().stream()
                    .map(it -> List.of(it.source().label(), it.key() + " = " + it.value()))
                    .toList());
            output.warnings(loaded.warnings());
        }
        return ExitCode.OK;
    }
}
