package chatcontacts.cli.control;

import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.config.Settings;
import chatcontacts.domain.control.ControlRequest.Limits;
import chatcontacts.domain.control.ControlRequest.Verb;
import chatcontacts.domain.control.PriorityRange;
import chatcontacts.domain.control.RequestFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code control}, and its verbs. */
@Command(
        name = "control",
        description = "Steers lanes and instances while the service runs. Who may write to topics.control may do it.",
        synopsisSubcommandLabel = "COMMAND")
public final class ControlCommands {

    private ControlCommands() {}

    /** The command with all its verbs. */
    public static CommandLine create(RootCommand root) {
        return new CommandLine(new ControlCommands())
                .addSubcommand(new PauseCommand(root))
                .addSubcommand(new ResumeCommand(root))
                .addSubcommand(new DrainCommand(root))
                .addSubcommand(new LimitCommand(root))
                .addSubcommand(new ProbeCommand(root))
                .addSubcommand(new CancelCommand(root))
                .addSubcommand(new PrioritizeCommand(root))
                .addSubcommand(new ExtendCommand(root))
                .addSubcommand(new MoveCommand(root))
                .addSubcommand(new ControlList(root))
                .addSubcommand(new ControlLog(root));
    }

    /** A verb whose effect may end by itself. */
    @Command
    abstract static class TimedCommand extends VerbCommand {

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description =
                        "End it by itself after this time (90s, 15m, 2h). Default: until another command ends it.")
        private Optional<Duration> length = Optional.empty();

        TimedCommand(RootCommand root) {
            super(root);
        }

        @Override
        Optional<Instant> until(Instant now) {
            return length.map(now::plus);
        }
    }

    @Command(
            name = "pause",
            description =
                    "Starts no more chats of a lane or an instance. Calls in flight end, requests wait, deadlines pass.")
    static final class PauseCommand extends TimedCommand {
        PauseCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.PAUSE;
        }
    }

    @Command(name = "resume", description = "Ends a pause or a drain of that same lane or instance.")
    static final class ResumeCommand extends VerbCommand {
        ResumeCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.RESUME;
        }
    }

    @Command(
            name = "drain",
            description = "Pauses, and is done once no call is in flight and no chat is known to be active.")
    static final class DrainCommand extends TimedCommand {
        DrainCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.DRAIN;
        }
    }

    @Command(
            name = "limit",
            description =
                    "Sets another rate or burst of a lane, or another quota of an instance, in place of the settings.")
    static final class LimitCommand extends TimedCommand {

        @Option(
                names = "--rate",
                paramLabel = "N",
                description = "Calls per second of the lane; at most lanes.NAME.rate.max.")
        private Optional<Double> rate = Optional.empty();

        @Option(names = "--burst", paramLabel = "N", description = "Burst of the lane; at most that of the settings.")
        private Optional<Integer> burst = Optional.empty();

        @Option(
                names = "--quota",
                paramLabel = "N",
                description = "Concurrent chats of the instance; at most instances.NAME.concurrent.chats.max.")
        private Optional<Integer> quota = Optional.empty();

        @Option(names = "--clear", description = "End an earlier limit, so that the settings count again.")
        private boolean clear;

        LimitCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.LIMIT;
        }

        @Override
        Limits limits() {
            return new Limits(
                    rate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    burst.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    quota.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    clear);
        }
    }

    @Command(name = "probe", description = "Lets whatever is on hold send its next probe now, without waiting.")
    static final class ProbeCommand extends VerbCommand {
        ProbeCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.PROBE;
        }
    }

    /** A verb on many waiting requests. */
    @Command
    abstract static class RequestsCommand extends VerbCommand {

        @Option(names = "--key", paramLabel = "KEY", description = "Only requests with this fairness key.")
        private Optional<String> key = Optional.empty();

        @Option(
                names = "--priority",
                paramLabel = "RANGE",
                description = "Only requests of these priorities, such as 7 or 5-9.")
        private Optional<String> priority = Optional.empty();

        @Option(
                names = "--older-than",
                paramLabel = "TIME",
                converter = DurationOption.class,
                description = "Only requests that were accepted longer ago (90s, 15m, 2h).")
        private Optional<Duration> age = Optional.empty();

        @Option(names = "--token", paramLabel = "TOKEN", description = "Only the request with this client token.")
        private Optional<String> token = Optional.empty();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        RequestsCommand(RootCommand root) {
            super(root);
        }

        @Override
        RequestFilter filter(Instant now) {
            OptionalInt from = OptionalInt.empty();
            OptionalInt to = OptionalInt.empty();
            if (priority.isPresent()) {
                PriorityRange range = PriorityRange.parse(priority.get())
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--priority: \"" + priority.get() + "\" is not a range such as 7 or 5-9"));
                from = OptionalInt.of(range.from());
                to = OptionalInt.of(range.to());
            }
            return new RequestFilter(key, from, to, age.map(now::minus), token);
        }
    }

    @Command(
            name = "cancel",
            description =
                    "Cancels waiting requests: they end as CANCELLED, with a dead letter. Those with a call in flight are"
                            + " left. Try --dry-run first.")
    static final class CancelCommand extends RequestsCommand {
        CancelCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.CANCEL;
        }
    }

    @Command(name = "prioritize", description = "Gives waiting requests another priority.")
    static final class PrioritizeCommand extends RequestsCommand {

        @Option(
                names = "--to",
                paramLabel = "N",
                required = true,
                description = "The new priority: 0 goes first, 9 last.")
        private int priority;

        PrioritizeCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.PRIORITIZE;
        }

        @Override
        OptionalInt priority() {
            return OptionalInt.of(priority);
        }
    }

    @Command(name = "extend", description = "Gives waiting requests another deadline.")
    static final class ExtendCommand extends RequestsCommand {

        @Option(
                names = "--start-by",
                paramLabel = "TIME",
                required = true,
                converter = TimeOption.Reader.class,
                description = "The new deadline: ISO-8601, or a time from now (90s, 15m, 2h).")
        private Optional<TimeOption> startBy = Optional.empty();

        ExtendCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.EXTEND;
        }

        @Override
        Optional<Instant> startBy(Instant now) {
            return startBy.map(it -> it.after(now));
        }
    }

    @Command(
            name = "move",
            description =
                    "Moves waiting requests that were never called from one instance to another, of the same lane or another"
                            + " one. Those that may have been called or continue another contact are left. Try"
                            + " --dry-run first.")
    static final class MoveCommand extends RequestsCommand {

        @Option(
                names = "--to",
                paramLabel = "INSTANCE",
                required = true,
                description = "The other instance: its name in the settings, its id or its ARN.")
        private String to = "";

        @Option(
                names = "--contact-flow",
                paramLabel = "FROM=TO",
                description =
                        "The flow of the other instance that stands for a flow of this one; can be repeated. Requests"
                                + " with other flows are left. Default: flows keep their ids.")
        private Map<String, String> contactFlows = new LinkedHashMap<>();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        MoveCommand(RootCommand root) {
            super(root);
        }

        @Override
        Verb verb() {
            return Verb.MOVE;
        }

        @Override
        Optional<ControlScope> target(Settings settings) {
            ControlScope target = ControlScope.ofInstance(settings, Optional.empty(), to)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--to: the lane of that instance is not clear; give its ARN"));
            return Optional.of(target);
        }

        @Override
        Map<String, String> contactFlows() {
            return contactFlows;
        }
    }
}
