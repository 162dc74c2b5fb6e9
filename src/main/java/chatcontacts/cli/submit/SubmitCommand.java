package chatcontacts.cli.submit;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "Sends chat requests, given as to \"aws connect start-chat-contact\": as flags, as a JSON or YAML document,"
                    + " or many as lines of JSON. What breaks a rule is not sent.",
            "A value may stand in a file: file://PATH. Keys and values may be JSON or Key=value,Key=value. A flag"
                    + " stands over that parameter of the document."
        })
public final class SubmitCommand implements Callable<Integer> {

    private final RootCommand root;
    private final RequestFlags flags = new RequestFlags();

    @Option(names = "--cli-input-json", paramLabel = "JSON", description = "The request as JSON, or file://PATH.")
    private Optional<String> inputJson = Optional.empty();

    @Option(names = "--cli-input-yaml", paramLabel = "YAML", description = "The request as YAML, or file://PATH.")
    private Optional<String> inputYaml = Optional.empty();

    @Option(names = "--bulk", description = "Read requests from standard input, one JSON object a line.")
    private boolean bulk;

    @Option(names = "--rate", paramLabel = "N", description = "With --bulk: send at most so many a second.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--wait",
            description = "Wait for the outcome, and print what Connect answered. It holds the participant token, which"
                    + " is a secret; with --bulk it is left out.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = DurationOption.class,
            description = "How long to wait for an outcome, such as 500ms, 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(60);

    @Option(names = "--dry-run", description = "Check only. Connects to nothing.")
    private boolean dryRun;

    @Option(
            names = {"--generate-skeleton", "--generate-cli-skeleton"},
            paramLabel = "FORM",
            arity = "0..1",
            fallbackValue = "input",
            description = "Print an empty request to fill in: input for JSON (the default), or yaml-input.")
    private Optional<String> skeleton = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private SubmitCommand(RootCommand root) {
        this.root = root;
    }

    /** The command with a flag for each parameter of a request. */
    public static CommandLine create(RootCommand root) {
        SubmitCommand submit = new SubmitCommand(root);
        CommandLine command = new CommandLine(submit);
        submit.flags.addTo(command);
        return command;
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
                            throw usage("--generate-skeleton output is not supported: it takes input or yaml-input");
                        default -> throw usage("--generate-skeleton takes input or yaml-input");
                    });
            return ExitCode.OK;
        }
        Map<Parameter, List<String>> given = flags.given();
        checkUsage(given);
        LoadedSettings loaded = root.load();
        output.warnings(loaded.warnings());
        Settings settings = loaded.settings();
        RequestInput input = new RequestInput(new RequestRules(settings.messageLimits())::check, given);
        SubmitReport report = new SubmitReport(output, root.json(), bulk, dryRun, wait && !dryRun);
        try (ShutdownSignal stop = new ShutdownSignal()) {
            if (bulk) {
                many(settings, input, report, stop);
            } else {
                one(settings, input, report, stop);
            }
            stop.answered(report.exitCode());
        }
        return report.exitCode();
    }

    private void checkUsage(Map<Parameter, List<String>> flags) {
        int sources = (inputJson.isPresent() ? 1 : 0) + (inputYaml.isPresent() ? 1 : 0) + (bulk ? 1 : 0);
        if (sources > 1) {
            throw usage("only one of --cli-input-json, --cli-input-yaml and --bulk can be given");
        }
        if (sources == 0 && flags.isEmpty()) {
            throw usage("no request: give --cli-input-json, --cli-input-yaml, --bulk, or its parameters as flags");
        }
        if (rate.isPresent() && !bulk) {
            throw usage("--rate goes with --bulk");
        }
        if (rate.filter(it -> !(it > 0 && it <= 1_000_000)).isPresent()) {
            throw usage("--rate must be above 0, at most 1000000");
        }
        if (bulk && flags.keySet().stream().anyMatch(it -> it.name().equals("ClientToken"))) {
            throw usage("--client-token would make one request of all lines");
        }
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private void one(Settings settings, RequestInput input, SubmitReport report, StopToken stop) {
        ParsedRequest reading = inputJson
                .map(input::cliInputJson)
                .or(() -> inputYaml.map(input::cliInputYaml))
                .orElseGet(input::flagsOnly);
        switch (reading) {
            case ParsedRequest.Faulty it -> report.refused(Optional.empty(), it.faults());
            case ParsedRequest.Sound ignored when dryRun -> report.sound(Optional.empty());
            case ParsedRequest.Sound it -> {
                try (SubmitConnections connections = open(settings, report)) {
                    connections.submission().submit(Optional.empty(), it.request());
                    connections.submission().finish(stop);
                }
                if (stop.isAsked()) {
                    report.stopped(Optional.empty());
                }
            }
        }
    }

    private void many(Settings settings, RequestInput input, SubmitReport report, StopToken stop) {
        List<Fault> flagFaults = input.flagFaults();
        if (!flagFaults.isEmpty()) {
            report.refused(Optional.empty(), flagFaults);
            return;
        }
        BulkSubmit lines = new BulkSubmit(new StdinLines(root.ports().in()), new RatePacer(rate), input, report, stop);
        try {
            if (dryRun) {
                lines.run(Optional.empty());
            } else {
                try (SubmitConnections connections = open(settings, report)) {
                    lines.run(Optional.of(connections.submission()));
                    connections.submission().finish(stop);
                }
            }
            if (stop.isAsked()) {
                report.stopped(Optional.of(lines.done()));
            }
        } finally {
            report.summary();
        }
    }

    private SubmitConnections open(Settings settings, SubmitReport report) {
        return SubmitConnections.open(settings, root.ports(), wait ? Optional.of(timeout) : Optional.empty(), report);
    }
}
