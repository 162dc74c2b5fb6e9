package chatcontacts.testkit.service;

import chatcontacts.testkit.connect.RandomDuration;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;

/** Options that the runs share which a person starts. */
public final class RunOptions {

    private RunOptions() {}

    /** A duration option, such as 90s or 20m. */
    public static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return RandomDuration.duration(text);
        }
    }

    /** Runs the command and ends the process with its exit code. */
    public static void run(Callable<Integer> command, String... args) {
        // Before the first logger: log lines go to standard error, which the summary does not share.
        System.setProperty("logback.configurationFile", "logback-local.xml");
        // Netty would have JDK 24 and later warn at length about how it gets at memory.
        System.setProperty("io.netty.noUnsafe", "true");
        int code = new CommandLine(command).execute(args);
        System.out.flush();
        System.exit(code);
    }
}
