package chatcontacts.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** What was measured: printed as it comes, and all of it as JSON. */
final class Report {

    private final PrintStream out;
    private final List<ReportLine> lines = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * Figures of one arm.
     *
     * @param scenario what was done
     * @param arm who did it
     * @param figures by name, with the unit in the name
     */
    record ReportLine(String scenario, String arm, Map<String, Double> figures) {
        ReportLine(String scenario, String arm) {
            this(scenario, arm, new LinkedHashMap<>());
        }

        ReportLine with(String figure, double value) {
            figures.put(figure, value);
            return this;
        }

        ReportLine with(String figure, long count) {
            return with(figure, (double) count);
        }

        double figure(String name) {
            return figures.get(name);
        }
    }

    /** Says what is going on. */
    void progress(String text) {
        out.println("  ... " + text);
    }

    /** Prints figures, with a head where the kind of figures changes. */
    void add(ReportLine line) {
        if (lines.isEmpty()
                || !lines.getLast().figures().keySet().equals(line.figures().keySet())) {
            out.println();
            out.println(cells(
                    "scenario",
                    "arm",
                    line.figures().keySet().stream().map(it -> right(it, it)).toList()));
        }
        lines.add(line);
        out.println(cells(
                line.scenario(),
                line.arm(),
                line.figures().entrySet().stream()
                        .map(it -> right(it.getKey(), number(it.getValue())))
                        .toList()));
    }

    private static String cells(String scenario, String arm, List<String> figures) {
        return String.format("%-22s %-34s %s", scenario, arm, String.join("  ", figures));
    }

    private static String right(String head, String value) {
        return String.format("%" + Math.max(9, head.length()) + "s", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1_000 ? "%.0f" : value >= 10 ? "%.1f" : "%.3f", value);
    }

    void writeJson(Path file) throws IOException {
        JsonWriter json = JsonWriter.create();
        json.writeStartObject();
        json.writeFieldName("java").writeValue(Runtime.version().toString());
        json.writeFieldName("cores").writeValue(Runtime.getRuntime().availableProcessors());
        json.writeFieldName("lines").writeStartArray();
        for (ReportLine line : lines) {
            json.writeStartObject();
            json.writeFieldName("scenario").writeValue(line.scenario());
            json.writeFieldName("arm").writeValue(line.arm());
            line.figures().forEach((name, value) -> json.writeFieldName(name).writeValue(value));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        Files.write(file, json.getBytes());
    }
}
