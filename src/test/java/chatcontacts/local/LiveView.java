package chatcontacts.local;

import chatcontacts.testkit.load.Latencies;
import chatcontacts.testkit.load.Ledger.Account;
import chatcontacts.testkit.service.ProgressLine;
import chatcontacts.testkit.service.Screen;
import chatcontacts.testkit.service.Screen.Line;
import chatcontacts.testkit.service.Screen.Style;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A run as a view of a dozen lines: each instance's slots as a bar, holds, outcomes, and the starts of the last minute. */
final class LiveView {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BAR = 24;
    private static final int SECONDS = 60;
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private final String page;
    private final boolean unicode;
    private final Deque<Long> starts = new ArrayDeque<>();
    private long started;

    /** @param page where the status page is */
    LiveView(String page, boolean unicode) {
        this.page = page;
        this.unicode = unicode;
    }

    /**
     * The view of this second.
     *
     * @param process {@code /api/v1/process}, or nothing if there was no answer
     */
    List<Line> second(Duration since, Account account, String process, Latencies latencies) {
        starts.addLast(account.started() - started);
        started = account.started();
        if (starts.size() > SECONDS) {
            starts.removeFirst();
        }
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(Style.PLAIN, ""));
        String time = Latencies.words(since.truncatedTo(ChronoUnit.SECONDS));
        lines.add(new Line(Style.TITLE, "chat-contact-processor, a local run   " + time));
        lines.add(new Line(Style.QUIET, "more in a browser: " + page));
        lines.add(new Line(Style.PLAIN, ""));
        lanes(process, lines);
        long failed =
                account.failed().values().stream().mapToLong(Long::longValue).sum();
        lines.add(new Line(Style.PLAIN, ""));
        lines.add(new Line(
                Style.TITLE,
                "started " + account.started() + "   replayed " + account.replayed() + "   failed " + failed + "   p50 "
                        + Latencies.words(latencies.recent(50)) + "   p99 " + Latencies.words(latencies.recent(99))));
        reasons(failed == 0 ? "" : ProgressLine.reasons(account), lines);
        lines.add(new Line(Style.PLAIN, sparkline() + " starts per second"));
        return lines;
    }

    /** On as many lines as they need. */
    private static void reasons(String text, List<Line> lines) {
        int comma = text.length() > Screen.WIDTH ? text.lastIndexOf(", ", Screen.WIDTH - 1) : -1;
        if (comma < 0) {
            lines.add(new Line(Style.QUIET, text));
        } else {
            lines.add(new Line(Style.QUIET, text.substring(0, comma + 1)));
            reasons(text.substring(comma + 1), lines);
        }
    }

    private void lanes(String process, List<Line> lines) {
        JsonNode answer;
        try {
            answer = JSON.readTree(process);
        } catch (JsonProcessingException e) {
            answer = JSON.createObjectNode();
        }
        if (!answer.has("lanes")) {
            lines.add(new Line(Style.HELD, "the service does not respond"));
            return;
        }
        Instant now = Instant.parse(answer.get("at").asText());
        for (JsonNode lane : answer.get("lanes")) {
            String name = lane.get("lane").asText();
            lines.add(new Line(
                    style(lane),
                    String.format(
                            Locale.ROOT,
                            "lane %-10s rate %.1f of %.1f per second, %d calls in flight%s",
                            name,
                            lane.path("ratePerSecond").asDouble(),
                            lane.path("configuredRatePerSecond").asDouble(),
                            lane.path("inFlight").asInt(),
                            held(lane, now))));
            for (JsonNode instance : answer.get("instances")) {
                if (instance.get("lane").asText().equals(name)) {
                    lines.add(instance(instance, now));
                }
            }
        }
    }

    private Line instance(JsonNode it, Instant now) {
        int most = Math.min(it.get("quota").asInt(), it.get("concurrencyLimit").asInt());
        int used = it.get("slotsUsed").asInt();
        String name = it.get("name").isNull()
                ? it.get("instanceId").asText()
                : it.get("name").asText();
        String oldest = it.get("oldestAcceptedAt").isNull()
                ? ""
                : ", oldest "
                        + Latencies.words(Duration.between(
                                Instant.parse(it.get("oldestAcceptedAt").asText()), now));
        return new Line(
                style(it),
                String.format(
                        Locale.ROOT,
                        "  %-8.8s %s %4d of %-4d %4d waiting%s%s",
                        name,
                        bar(used, most),
                        used,
                        most,
                        it.get("waiting").asInt(),
                        oldest,
                        held(it, now)));
    }

    private static Style style(JsonNode row) {
        return row.path("hold").asText("NONE").equals("NONE") ? Style.PLAIN : Style.HELD;
    }

    private static String held(JsonNode row, Instant now) {
        if (style(row) != Style.HELD) {
            return "";
        }
        Duration left = row.get("nextProbeAt").isNull()
                ? Duration.ZERO
                : Duration.between(now, Instant.parse(row.get("nextProbeAt").asText()));
        String when = left.isPositive() ? "in " + Latencies.words(left) : "now";
        return ", " + row.get("hold").asText() + ", probe " + when;
    }

    private String bar(int used, int most) {
        int filled = most == 0 ? 0 : (int) Math.min(BAR, Math.round((double) BAR * used / most));
        return (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : ".").repeat(BAR - filled);
    }

    private String sparkline() {
        long most = starts.stream().mapToLong(Long::longValue).max().orElse(0);
        if (!unicode || most == 0) {
            return String.valueOf(starts.peekLast());
        }
        StringBuilder line = new StringBuilder();
        starts.forEach(it -> line.append(BLOCKS.charAt((int) (it * (BLOCKS.length() - 1) / most))));
        return line.toString();
    }
}
