package chatcontacts.testkit.service;

import chatcontacts.app.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Runs the service's commands in this process. They use the process's standard streams, so one runs at a time. */
final class InProcessCommands {

    static {
        LoggerFactory.getILoggerFactory(); // begins to log before a command's streams are in place
    }

    private InProcessCommands() {}

    /**
     * Returns what was printed to standard output.
     *
     * @throws IllegalStateException with what was printed to standard error, if the exit code is not 0
     */
    static String run(Path settings, String... words) {
        CommandOutput ended = end(settings, "", words);
        if (ended.code() != 0) {
            throw new IllegalStateException(
                    "\"" + String.join(" ", words) + "\" ended with " + ended.code() + ": " + ended.complained());
        }
        return ended.printed();
    }

    /** Runs one to its end, however it ends, with that on standard input. */
    static synchronized CommandOutput end(Path settings, String input, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.add("--config");
        args.add(settings.toString());
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        try (var toPrinted = new PrintStream(printed, true, StandardCharsets.UTF_8);
                var toComplained = new PrintStream(complained, true, StandardCharsets.UTF_8)) {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            System.setOut(toPrinted);
            System.setErr(toComplained);
            int code = Main.execute(args.toArray(String[]::new));
            return new CommandOutput(
                    code, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
