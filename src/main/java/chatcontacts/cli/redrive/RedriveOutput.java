package chatcontacts.cli.redrive;

import chatcontacts.cli.console.Output;
import chatcontacts.cli.redrive.RedriveReport.Causes;
import chatcontacts.cli.redrive.RedriveReport.Count;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a redrive tells: progress on standard error, rows and the summary on standard output. */
final class RedriveOutput implements RedriveListener {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_PLACES = 20;

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
    public void decided(Row row) {
        if (!list) {
            return;
        }
        String decision = row.leftOut().map(SkipReason::words).orElse(verb());
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("place", row.place());
            line.put("failedAt", row.failedAt().toString());
            line.put("reason", row.reason());
            line.put("errorCode", row.errorCode());
            line.put("instanceId", row.instance());
            line.put("redriveCount", row.redriveCount());
            line.put("leftOut", row.leftOut().map(SkipReason::name));
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
        report.leftOut().forEach(this::leftOut);
        if (report.forgottenSoFar() > 0) {
            output.error(
                    "warning: " + report.forgottenSoFar() + " that were left out do not fit into the group's memory:"
                            + " later runs need another --group to find them");
        }
        output.line(
                "%d dead letters on %s: %d %s, %d left out, %d not meant by the options, %d sent by earlier runs of %s"
                        .formatted(
                                report.readSoFar(),
                                topic,
                                report.total().sent(),
                                verb(),
                                report.total().found() - report.total().sent(),
                                report.notMeantSoFar(),
                                report.sentEarlier(),
                                group));
        if (report.isStopped()) {
            output.line("Stopped before the end of the topic: the next run goes on.");
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

    private void leftOut(SkipReason cause, Causes causes) {
        output.line("left out: " + causes.number() + ", " + cause.words());
        causes.places().stream().limit(MOST_PLACES).forEach(place -> output.line("  " + place));
        if (causes.places().size() > MOST_PLACES) {
            output.line("  and others: --list tells them");
        }
    }

    private Map<String, Object> answer(String topic, String group, RedriveReport report) {
        Map<String, Object> leftOut = new LinkedHashMap<>();
        report.leftOut().forEach((cause, causes) -> {
            Map<String, Object> its = new LinkedHashMap<>();
            its.put("number", causes.number());
            its.put("places", causes.places());
            leftOut.put(cause.name(), its);
        });
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("dryRun", dryRun);
        answer.put("topic", topic);
        answer.put("group", group);
        answer.put("read", report.readSoFar());
        answer.put("found", report.total().found());
        answer.put("sent", report.total().sent());
        answer.put("notMeant", report.notMeantSoFar());
        answer.put("sentEarlier", report.sentEarlier());
        answer.put("byReason", counts(report.byReason()));
        answer.put("byErrorCode", counts(report.byErrorCode()));
        answer.put("byInstance", counts(report.byInstance()));
        answer.put("leftOut", leftOut);
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
