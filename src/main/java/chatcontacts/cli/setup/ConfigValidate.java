package chatcontacts.cli.setup;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.InvalidConfigurationException;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.keys.KeyFileException;
import chatcontacts.keys.ResultEncryption;
import chatcontacts.keys.ServerCertificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config validate}: checks the settings and reports all problems. */
@Command(name = "validate", description = "Checks the settings and reports all errors at once. Connects to nothing.")
public final class ConfigValidate implements Callable<Integer> {

    private final RootCommand root;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public ConfigValidate(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        Output output = new Output(spec.commandLine());
        try {
            LoadedSettings loaded = root.load();
            readKeys(loaded.settings());
            if (root.json()) {
                output.json(answer(List.of(), loaded.warnings()));
            } else {
                output.warnings(loaded.warnings());
                output.line("The settings are valid.");
            }
            return ExitCode.OK;
        } catch (InvalidConfigurationException e) {
            if (root.json()) {
                output.json(answer(e.problems(), List.of()));
            }
            throw e;
        }
    }

    /** Reads the files of keys and certificates as the service will. */
    private static void readKeys(Settings settings) {
        List<String> problems = new ArrayList<>();
        settings.resultsEncryptionKey()
                .ifPresent(file -> read("results.encryption.key", problems, () -> new ResultEncryption(file)));
        settings.http()
                .tls()
                .ifPresent(it -> read(
                        "http.tls", problems, () -> new ServerCertificate(it.certificate(), it.key()).tls(it.ca())));
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }

    private static void read(String setting, List<String> problems, Supplier<Object> reader) {
        try {
            var unused = reader.get();
        } catch (KeyFileException e) {
            problems.add(setting + ": " + e.getMessage());
        }
    }

    private static Map<String, Object> answer(List<String> faults, List<String> warnings) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("valid", faults.isEmpty());
        answer.put("faults", faults);
        answer.put("warnings", warnings);
        return answer;
    }
}
