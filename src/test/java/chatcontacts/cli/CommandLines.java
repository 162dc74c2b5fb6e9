package chatcontacts.cli;

import chatcontacts.cli.console.RecordedConsole;
import java.util.ArrayList;
import java.util.List;

/** Reads command lines without running them, for tests of other packages. */
public final class CommandLines {

    private CommandLines() {}

    /** What is wrong with these arguments. */
    public static List<String> faults(List<String> args) {
        List<String> asked = new ArrayList<>(args);
        asked.add("--help"); // which reads all options, and then tells of them
        RecordedConsole console = new RecordedConsole();
        int code = console.run("", asked.toArray(String[]::new));
        return code == 0 && console.errors().isEmpty() ? List.of() : console.errors();
    }
}
