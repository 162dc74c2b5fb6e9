package chatcontacts.cli.console;

import chatcontacts.config.LoadedSettings;
import chatcontacts.config.SettingsLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command above all others, with the options that each of them takes. */
@Command(
        name = RootCommand.NAME,
        description = "Starts chat contacts in Amazon Connect from requests on a Kafka topic.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:success",
            "1:internal error",
            "2:wrong usage, invalid settings, or an invalid request",
            "3:submit --wait: a request FAILED",
            "4:submit: no outcome arrived in time, or Ctrl-C ended it",
            "5:something could not be reached or denies access, a topic is missing, or standard output is full"
        })
public final class RootCommand {

    public static final String NAME = "chat-contact-processor";

    private final CliEnvironment environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings file: Java properties in UTF-8.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "A setting; overrides the file and the environment. Repeatable. It is visible in the"
                    + " process list: pass secrets in another way.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    private boolean json;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            scope = ScopeType.INHERIT,
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    public RootCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    /** Reads the settings as this command line and environment give them. */
    public LoadedSettings load() {
        return SettingsLoader.load(file, environment.variables(), overrides);
    }

    public CliEnvironment environment() {
        return environment;
    }

    public boolean json() {
        return json;
    }

    public boolean debug() {
        return debug;
    }
}
