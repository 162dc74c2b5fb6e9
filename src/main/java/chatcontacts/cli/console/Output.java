package chatcontacts.cli.console;

import chatcontacts.config.InvalidConfigurationException;
import chatcontacts.domain.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Prints answers to standard output, as aligned columns or as JSON, and everything else to standard error. */
public final class Output {

    /** Told once, when standard output cannot be written. */
    public static final String UNWRITABLE = "standard output is closed or full; the answer is incomplete";

    private static final int REPLACEMENT = 0xFFFD;

    private final PrintWriter out;
    private final PrintWriter err;

    private boolean failed;

    public Output(CommandLine command) {
        this.out = command.getOut();
        this.err = command.getErr();
    }

    public void json(Object value) {
        // JSON escapes what terminals obey, so that nothing is lost to the program that reads it.
        write(Json.of(value));
    }

    /**
     * One line of the answer.
     *
     * @throws CommandException the first time that standard output takes nothing more; later lines are dropped, so that what is
     *     under way can be closed and reported
     */
    public void line(String text) {
        write(printable(text));
    }

    private void write(String text) {
        if (failed) {
            return;
        }
        out.println(text);
        if (out.checkError()) {
            failed = true;
            throw new CommandException(
                    ExitCode.UNREACHABLE, UNWRITABLE, new IOException("write to standard output failed"));
        }
    }

    /** Rows with their columns aligned; the last one is left ragged. */
    public void columns(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Columns.width(row.get(i)));
            }
        }
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(Columns.pad(row.get(i), widths[i]));
            }
            line(String.join("  ", cells).stripTrailing());
        }
    }

    public void warnings(List<String> warnings) {
        warnings.forEach(warning -> error("warning: " + warning));
    }

    public void problems(InvalidConfigurationException e) {
        e.problems().forEach(problem -> error("setting " + problem));
    }

    public void error(String text) {
        err.println(printable(text));
        err.flush();
    }

    /**
     * Texts of records, responses and files may hold what a terminal obeys: escapes, and marks that turn the direction of
     * text. Both are shown as U+FFFD. Line breaks of our own are left.
     */
    static String printable(String text) {
        return text.chars().anyMatch(Output::isCommand)
                ? text.codePoints()
                        .map(c -> isCommand(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean isCommand(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    public void stackTrace(Throwable e) {
        e.printStackTrace(err);
        err.flush();
    }
}
