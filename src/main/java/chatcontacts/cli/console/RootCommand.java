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
            "0:done",
            "1:internal error",
            "2:wrong usage, settings that are refused, or a request that breaks a rule",
            "3:submit --wait: a request FAILED",
            "4:submit: no outcome came in time, or Ctrl-C ended it",
            "5:something could not be reached, or does not let us in"
        })
public final class RootCommand {

    public static final String NAME = "chat-contact-processor";

    private final CliEnvironment ports;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings, a Java properties file in UTF-8.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "One setting, over file and environment. May be repeated. Visible in the list of processes:"
                    + " give secrets otherwise.")
    private final Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Answer in JSON.")
    private boolean json;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            scope = ScopeType.INHERIT,
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    public RootCommand(CliEnvironment ports) {
        this.ports = ports;
    }

    /** Reads the settings as this command line and environment give them. */
    public LoadedSettings load() {
        return SettingsLoader.load(file, ports.environment(), overrides);
    }

    public CliEnvironment ports() {
        return ports;
    }

    public boolean json() {
        return json;
    }

    public boolean debug() {
        return debug;
    }
}
