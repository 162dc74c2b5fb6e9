package chatcontacts.cli.submit;

import chatcontacts.cli.console.AwsFlags;
import chatcontacts.cli.console.ContactDecryption;
import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.submit.input.Parameter;
import chatcontacts.cli.submit.input.ParsedRequest;
import chatcontacts.cli.submit.input.RequestInput;
import chatcontacts.cli.submit.input.Skeleton;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.RequestRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code submit}: sends requests, and waits for their outcomes if told to. */
@Command(
        name = "submit",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Sends chat requests, given as for \"aws connect start-chat-contact\": as flags, as a"
                    + " JSON or YAML document, or many as lines of JSON. Invalid requests are not sent.",
            "A value can come from a file: file://PATH. Objects can be JSON or"
                    + " Key=value,Key=value. A flag overrides that parameter of the document."
        })
public final class SubmitCommand implements Callable<Integer> {

    private final RootCommand root;

    @Option(names = "--cli-input-json", paramLabel = "JSON", description = "The request as JSON, or file://PATH.")
    private Optional<String> inputJson = Optional.empty();

    @Option(names = "--cli-input-yaml", paramLabel = "YAML", description = "The request as YAML, or file://PATH.")
    private Optional<String> inputYaml = Optional.empty();

    @Option(names = "--bulk", description = "Read requests from standard input, one JSON object per line.")
    private boolean bulk;

    @Option(names = "--rate", paramLabel = "N", description = "With --bulk: send at most N per second.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--wait",
            description = "Wait for the outcome, and print the response of Connect. It contains the participant"
                    + " token, which is a secret; with --bulk the token is omitted.")
    private boolean wait;

    @Option(
            names = ContactDecryption.OPTION,
            paramLabel = "FILE",
            description = "With --wait: decrypt what opens the chat with this private key, a PEM file or a JWKS, if"
                    + " results are encrypted (results.encryption.key).")
    private Optional<Path> privateKey = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationOption.class,
            description = "Maximum time to wait for an outcome, such as 500ms, 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(names = "--dry-run", description = "Only check. Connects to nothing.")
    private boolean dryRun;

    @Option(
            names = {"--generate-skeleton", "--generate-cli-skeleton"},
            paramLabel = "FORM",
            arity = "0..1",
            fallbackValue = "input",
            description = "Print a request skeleton: input for JSON (the default), or yaml-input.")
    private Optional<String> skeleton = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Supplier<Map<Parameter, List<String>>> flags = Map::of;

    private SubmitCommand(RootCommand root) {
        this.root = root;
    }

    /** The command with a flag for each parameter of a request. */
    public static CommandLine create(RootCommand root) {
        SubmitCommand submit = new SubmitCommand(root);
        CommandLine command = new CommandLine(submit);
        submit.flags = addFlags(command);
        return command;
    }

    /** Adds a flag for each parameter, and returns what later has those that were given. */
    static Supplier<Map<Parameter, List<String>>> addFlags(CommandLine command) {
        AwsFlags flags = new AwsFlags(command);
        for (Parameter parameter : Parameter.ALL) {
            switch (parameter.kind()) {
                case WORD -> flags.addSingle(parameter.flag(), "VALUE", parameter.meaning());
                case WORDS -> flags.addList(parameter.flag(), "VALUE", parameter.meaning());
                case OBJECT -> flags.addSingle(parameter.flag(), "JSON|KEY=VALUE,...", parameter.meaning());
            }
        }
        return () -> {
            Map<Parameter, List<String>> given = new LinkedHashMap<>();
            Parameter.ALL.forEach(it -> flags.given(it.flag()).ifPresent(words -> given.put(it, words)));
            return given;
        };
    }

    @Override
    public Integer call() {
        Output output = new Output(spec.commandLine());
        if (skeleton.isPresent()) {
            output.line(
                    switch (skeleton.get()) {
                        case "input" -> Skeleton.json();
                        case "yaml-input" -> Skeleton.yaml();
                        case "output" ->
                            throw usage("--generate-skeleton output is not supported; use input or yaml-input");
                        default -> throw usage("--generate-skeleton accepts input or yaml-input");
                    });
            return ExitCode.OK;
        }
        Map<Parameter, List<String>> given = flags.get();
        checkUsage(given);
        LoadedSettings loaded = root.load();
        output.warnings(loaded.warnings());
        Settings settings = loaded.settings();
        RequestInput input = new RequestInput(new RequestRules(settings.messageLimits())::check, given);
        ContactDecryption decryption = ContactDecryption.with(privateKey, spec.commandLine());
        SubmitReport report = new SubmitReport(output, root.json(), bulk, dryRun, wait && !dryRun, decryption);
        try (ShutdownSignal stop = new ShutdownSignal()) {
            if (bulk) {
                many(settings, input, report, stop);
            } else {
                one(settings, input, report, stop);
            }
            stop.finished(report.exitCode());
        }
        return report.exitCode();
    }

    private void checkUsage(Map<Parameter, List<String>> flags) {
        int sources = (inputJson.isPresent() ? 1 : 0) + (inputYaml.isPresent() ? 1 : 0) + (bulk ? 1 : 0);
        if (sources > 1) {
            throw usage("--cli-input-json, --cli-input-yaml and --bulk exclude each other");
        }
        if (sources == 0 && flags.isEmpty()) {
            throw usage("no request; give --cli-input-json, --cli-input-yaml, --bulk, or the parameters as flags");
        }
        if (privateKey.isPresent() && (bulk || !wait)) {
            throw usage(ContactDecryption.OPTION + " requires --wait and excludes --bulk");
        }
        if (rate.isPresent() && !bulk) {
            throw usage("--rate requires --bulk");
        }
        if (rate.filter(it -> !(it > 0 && it <= 1_000_000)).isPresent()) {
            throw usage("--rate must be above 0 and at most 1000000");
        }
        if (bulk && flags.keySet().stream().anyMatch(it -> it.name().equals("ClientToken"))) {
            throw usage("--client-token would turn all lines into one request");
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private void one(Settings settings, RequestInput input, SubmitReport report, StopToken stop) {
        ParsedRequest parsed = inputJson
                .map(input::cliInputJson)
                .or(() -> inputYaml.map(input::cliInputYaml))
                .orElseGet(input::flagsOnly);
        switch (parsed) {
            case ParsedRequest.Faulty it -> report.invalid(Optional.empty(), it.faults());
            case ParsedRequest.Sound ignored when dryRun -> report.valid(Optional.empty());
            case ParsedRequest.Sound it -> {
                try (SubmitConnections connections = open(settings, report)) {
                    connections.session().submit(Optional.empty(), it.request());
                    connections.session().finish(stop);
                }
                if (stop.isRequested()) {
                    report.stopped(Optional.empty());
                }
            }
        }
    }

    private void many(Settings settings, RequestInput input, SubmitReport report, StopToken stop) {
        List<Fault> flagFaults = input.flagFaults();
        if (!flagFaults.isEmpty()) {
            report.invalid(Optional.empty(), flagFaults);
            return;
        }
        BulkSubmit lines =
                new BulkSubmit(new StdinLines(root.environment().in()), new RatePacer(rate), input, report, stop);
        try {
            if (dryRun) {
                lines.run(Optional.empty());
            } else {
                try (SubmitConnections connections = open(settings, report)) {
                    lines.run(Optional.of(connections.session()));
                    connections.session().finish(stop);
                }
            }
            if (stop.isRequested()) {
                report.stopped(Optional.of(lines.done()));
            }
        } finally {
            report.summary();
        }
    }

    private SubmitConnections open(Settings settings, SubmitReport report) {
        return SubmitConnections.open(
                settings, root.environment(), wait ? Optional.of(timeout) : Optional.empty(), report);
    }
}
