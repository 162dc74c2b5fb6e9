package chatcontacts.cli.control;

import chatcontacts.cli.console.DurationOption;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.cli.console.ShutdownSignal;
import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.console.TimeOption;
import chatcontacts.domain.control.ControlLogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code control log}: what became of commands, while it comes. */
@Command(name = "log", description = "Shows what becomes of commands as it happens, until Ctrl-C.", sortOptions = false)
final class ControlLog extends ControlLogCommand {

    private static final Duration TURN = Duration.ofMillis(200);

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeOption.Reader.class,
            description = "Start at this time: ISO-8601, or an age (90s, 15m, 2h, 7d). Default: now.")
    private Optional<TimeOption> since = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "LENGTH",
            converter = DurationOption.class,
            description = "Exit after this time (90s, 15m, 2h).")
    private Optional<Duration> length = Optional.empty();

    ControlLog(RootCommand root) {
        super(root);
    }

    @Override
    Optional<Instant> since() {
        return since.map(it -> it.before(Instant.now()));
    }

    @Override
    void read(ControlLogConsumer log, ControlOutput output) {
        try (ShutdownSignal stop = new ShutdownSignal()) {
            follow(log, output, stop);
            stop.finished(ExitCode.OK);
        }
    }

    private void follow(ControlLogConsumer log, ControlOutput output, StopToken stop) {
        long beganNanos = System.nanoTime();
        while (!stop.isRequested()) {
            for (ControlLogEntry entry : log.poll(TURN)) {
                output.entry(entry);
            }
            if (length.filter(it -> System.nanoTime() - beganNanos >= it.toNanos())
                    .isPresent()) {
                return;
            }
        }
    }
}
