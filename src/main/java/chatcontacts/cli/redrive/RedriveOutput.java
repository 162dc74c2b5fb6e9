package chatcontacts.cli.redrive;

import chatcontacts.cli.console.Output;
import chatcontacts.cli.redrive.RedriveReport.Count;
import chatcontacts.cli.redrive.RedriveReport.Skipped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The output of a redrive:  progress on standard error, rows and the summary on standard output. */
final class RedriveOutput implements RedriveListener {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MAX_PLACES = 20;

    private final Output output;
    private final boolean json;
    private final boolean list;
    private final boolean dryRun;
    private long toldNanos = System.nanoTime();

    RedriveOutput(Output output, boolean json, boolean list, boolean dryRun) {
        this.output = output;
        this.json = json;
        this.list = list;
        this.dryRun = dryRun;
    }

    @Override
    public void decided(Decision row) {
        if (!list) {
            return;
        }
        String decision = row.skipped().map(SkipReason::text).orElse(verb());
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("place", row.place());
            line.put("failedAt", row.failedAt().toString());
            line.put("reason", row.reason());
            line.put("errorCode", row.errorCode());
            line.put("instanceId", row.instance());
            line.put("redriveCount", row.redriveCount());
            line.put("skipped", row.skipped().map(SkipReason::name));
            output.json(line);
        } else {
            output.line("%s  %s  %s  %s  %s  redriven %d  %s"
                    .formatted(
                            row.place(),
                            row.failedAt(),
                            row.reason(),
                            row.errorCode().orElse("-"),
                            row.instance().orElse("-"),
                            row.redriveCount(),
                            decision));
        }
    }

    @Override
    public void progress(RedriveReport soFar) {
        long now = System.nanoTime();
        if (now - toldNanos >= PROGRESS_NANOS) {
            toldNanos = now;
            output.error(
                    "%d read, %d %s".formatted(soFar.readSoFar(), soFar.total().sent(), verb()));
        }
    }

    void summary(String topic, String group, RedriveReport report) {
        if (json) {
            output.json(answer(topic, group, report));
            return;
        }
        table("reason", report.byReason());
        table("error code", report.byErrorCode());
        table("instance", report.byInstance());
        report.skipped().forEach(this::skipped);
        if (report.forgottenSoFar() > 0) {
            output.error("warning: " + report.forgottenSoFar()
                    + " skipped dead letters do not fit into the group's memory; use another --group to find"
                    + " them");
        }
        output.line(("%d dead letters on %s: %d %s, %d skipped, %d not selected by the options, %d sent by"
                        + " earlier runs of %s")
                .formatted(
                        report.readSoFar(),
                        topic,
                        report.total().sent(),
                        verb(),
                        report.total().found() - report.total().sent(),
                        report.notSelectedSoFar(),
                        report.sentEarlier(),
                        group));
        if (report.isStopped()) {
            output.line("Stopped before the end of the topic; the next run continues.");
        }
    }

    private String verb() {
        return dryRun ? "would be sent" : "sent";
    }

    private void table(String title, Map<String, Count> counts) {
        if (counts.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(title, "found", verb()));
        counts.forEach(
                (name, count) -> rows.add(List.of(name, Long.toString(count.found()), Long.toString(count.sent()))));
        output.columns(rows);
        output.line("");
    }

    private void skipped(SkipReason reason, Skipped skips) {
        output.line("skipped: " + skips.number() + ", " + reason.text());
        skips.places().stream().limit(MAX_PLACES).forEach(place -> output.line("  " + place));
        if (skips.places().size() > MAX_PLACES) {
            output.line("  and others; --list prints them all");
        }
    }

    private Map<String, Object> answer(String topic, String group, RedriveReport report) {
        Map<String, Object> skipped = new LinkedHashMap<>();
        report.skipped().forEach((reason, skips) -> {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("number", skips.number());
            its.put("places", skips.places());
            skipped.put(reason.name(), its);
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("dryRun", dryRun);
        answer.put("topic", topic);
        answer.put("group", group);
        answer.put("read", report.readSoFar());
        answer.put("found", report.total().found());
        answer.put("sent", report.total().sent());
        answer.put("notSelected", report.notSelectedSoFar());
        answer.put("sentEarlier", report.sentEarlier());
        answer.put("byReason", counts(report.byReason()));
        answer.put("byErrorCode", counts(report.byErrorCode()));
        answer.put("byInstance", counts(report.byInstance()));
        answer.put("skipped", skipped);
        answer.put("forgotten", report.forgottenSoFar());
        answer.put("stopped", report.isStopped());
        return answer;
    }

    private static Map<String, Object> counts(Map<String, Count> counts) {
        Map<String, Object> rows = new LinkedHashMap<>();
        counts.forEach((name, count) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("found", count.found());
            row.put("sent", count.sent());
            rows.put(name, row);
        });
        return rows;
    }
}
