package chatcontacts.cli;

import chatcontacts.config.ConfigurationFaults;
import chatcontacts.domain.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Prints answers to standard output, as aligned columns or as JSON, and everything else to standard error. */
final class Output {

    private final PrintWriter out;
    private final PrintWriter err;

    Output(CommandLine command) {
        this.out = command.getOut();
        this.err = command.getErr();
    }

    void json(Object value) {
        line(Json.of(value));
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Rows with their columns aligned; the last one is left ragged. */
    void columns(List<List<String>> rows) {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                char[] padding = new char[widths[i] - row.get(i).length()];
                Arrays.fill(padding, ' ');
                cells.add(row.get(i) + new String(padding));
            }
            line(String.join("  ", cells).stripTrailing());
        }
    }

    void warnings(List<String> warnings) {
        warnings.forEach(warning -> error("warning: " + warning));
    }

    void faults(ConfigurationFaults faults) {
        faults.faults().forEach(fault -> error("setting " + fault));
    }

    void error(String text) {
        err.println(text);
        err.flush();
    }

    void stackTrace(Throwable e) {
        e.printStackTrace(err);
        err.flush();
    }
}
