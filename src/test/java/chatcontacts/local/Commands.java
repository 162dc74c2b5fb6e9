package chatcontacts.local;

import chatcontacts.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the service's commands in this process. They print to the process's standard streams, so one runs at a time. */
final class Commands {

    private Commands() {}

    /**
     * Returns what was printed to standard output.
     *
     * @throws IllegalStateException with what was printed to standard error, if the exit code is not 0
     */
    static synchronized String run(Path settings, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.add("--config");
        args.add(settings.toString());
        PrintStream out = System.out;
        PrintStream err = System.err;
        var printed = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        try (var toPrinted = new PrintStream(printed, true, StandardCharsets.UTF_8);
                var toComplained = new PrintStream(complained, true, StandardCharsets.UTF_8)) {
            System.setOut(toPrinted);
            System.setErr(toComplained);
            int code = Main.execute(args.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException("\"" + String.join(" ", words) + "\" ended with " + code + ": "
                        + complained.toString(StandardCharsets.UTF_8));
            }
            return printed.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
