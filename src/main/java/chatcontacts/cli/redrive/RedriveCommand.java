package chatcontacts.cli.redrive;

import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.InstanceOption;
import chatcontacts.cli.console.KafkaClients;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code redrive}: sends dead letters again, each at most once for one group. */
@Command(
        name = "redrive",
        description = "Sends dead letters again: the original records, to the request topic. Reads the"
                + " dead-letter topic (DLQ) up to the end that it has at the start, then exits.",
        sortOptions = false)
public final class RedriveCommand implements Callable<Integer> {

    private final RootCommand root;

    @Option(names = "--dry-run", description = "Send nothing; only count and report what would be sent.")
    private boolean dryRun;

    @Option(names = "--list", description = "Also print each dead letter on a line.")
    private boolean list;

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Only those with this reason. Repeatable. UNCERTAIN and TOKEN_REUSED are sent only if"
                    + " they are named here.")
    private List<Reason> reasons = new ArrayList<>();

    @Option(
            names = "--error-code",
            paramLabel = "CODE",
            split = ",",
            description = "Only those with this error code; \"none\": only those without one. Repeatable.")
    private List<String> errorCodes = new ArrayList<>();

    @Option(
            names = "--contact-flow",
            paramLabel = "FLOW",
            description = "Only requests that ask for this contact flow. Repeatable.")
    private List<String> contactFlows = new ArrayList<>();

    @Option(
            names = "--instance",
            paramLabel = "INSTANCE",
            split = ",",
            description = "Only those of this instance: its name in the settings, its id or its ARN. Repeatable.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "Only those that failed at this time or later: ISO-8601, or an age (90s, 15m, 2h, 7d).")
    private Optional<TimeOption> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "Only those that failed before this time.")
    private Optional<TimeOption> until = Optional.empty();

    @Option(
            names = "--offsets",
            paramLabel = "PARTITION[:FIRST-LAST]",
            converter = RangeReader.class,
            description = "Only those at these positions of the dead-letter topic: 3, 3:17, 3:17-20, 3:17- or"
                    + " 3:-20. Repeatable.")
    private List<OffsetRange> offsets = new ArrayList<>();

    @Option(
            names = "--start-by",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "New deadline of all requests that are sent: ISO-8601, or a time from now (10m)."
                    + " Without it, requests whose own startBy has passed are skipped.")
    private Optional<TimeOption> startBy = Optional.empty();

    @Option(names = "--rate", paramLabel = "N", description = "Send at most N per second (default: no limit).")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N (default: no limit).")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--max-redrives",
            paramLabel = "N",
            defaultValue = "3",
            description = "Skip those that were already redriven N times (default: ${DEFAULT-VALUE}).")
    private int maxRedrives;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "Consumer group that remembers what was sent (default: <application.id>-redrive).")
    private Optional<String> group = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Reads an option's value as places. */
    static final class RangeReader implements ITypeConverter<OffsetRange> {
        @Override
        public OffsetRange convert(String value) {
            try {
                return OffsetRange.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    public RedriveCommand(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        LoadedSettings loaded = root.load();
        Instant now = Instant.now();
        RedrivePlan plan = plan(loaded.settings(), now);
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        String itsGroup = group.orElse(loaded.settings().applicationId() + "-redrive");
        try (ShutdownSignal stop = new ShutdownSignal()) {
            RedriveOutput view = new RedriveOutput(output, root.json(), list, dryRun);
            RedriveReport report =
                    new RedriveRun(loaded.settings(), root.environment(), itsGroup, dryRun).run(plan, stop, view);
            view.summary(plan.deadLetterTopic(), itsGroup, report);
            stop.finished(ExitCode.OK);
        }
        return ExitCode.OK;
    }

    private RedrivePlan plan(Settings settings, Instant now) {
        if (!(rate > 0) || max < 1 || maxRedrives < 1) {
            throw new ParameterException(spec.commandLine(), "--rate, --max and --max-redrives must be above 0");
        }
        if (group.filter(String::isBlank).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--group must not be blank");
        }
        Optional<Instant> deadline = startBy.map(it -> it.after(now));
        if (deadline.filter(it -> !it.isAfter(now)).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--start-by is in the past");
        }
        Set<Reason> named = EnumSet.noneOf(Reason.class);
        named.addAll(reasons);
        Selection selection = new Selection(
                named,
                InstanceOption.of(spec.commandLine(), settings, instances),
                since.map(it -> it.before(now)),
                until.map(it -> it.before(now)),
                offsets,
                Set.copyOf(errorCodes),
                Set.copyOf(contactFlows));
        return new RedrivePlan(
                settings.topics().deadLetter(),
                selection,
                new RedriveRules(settings.topics().requests(), named, maxRedrives, deadline),
                max,
                rate,
                KafkaClients.PATIENCE);
    }
}
