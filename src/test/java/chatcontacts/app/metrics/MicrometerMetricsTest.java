package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.http.Exposition;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrometerMetricsTest {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern ROW = Pattern.compile("\\| `(chat_\\w+)` \\| (\\w+) \\|([^|]*)\\|.*");

    private Instant now = EveryMetric.NOW;
    private final MicrometerMetrics metrics = new MicrometerMetrics(List.of("sales-0001"), 100, () -> now);

    @TempDir
    Path folder;

    @Test
    void thePageHasARowForEachMetricWithItsTypeAndLabels() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("src/docs/metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> labels = new TreeSet<>();
                Pattern.compile("`([a-z_]+)`").matcher(row.group(3)).results().forEach(it -> labels.add(it.group(1)));
                documented.put(row.group(1), row.group(2) + " " + labels);
            }
        }

        assertThat(documented).isEqualTo(ofOurs(everything()));
    }

    @Test
    void thePageNamesTheMetricsOfKafkaAndTheJvm() throws IOException {
        String page = Files.readString(Path.of("src/docs/metrics.md"));

        List<String> names = everything()
                .lines()
                .map(TYPE::matcher)
                .filter(Matcher::matches)
                .map(it -> it.group(1))
                .filter(it -> !it.startsWith("chat_"))
                .filter(it -> !it.equals("jvm_gc_pause_seconds_max")) // the timer's own, once there was a collection
                .toList();

        assertThat(names).contains("jvm_memory_used_bytes", "kafka_stream_thread_commit_rate");
        assertThat(names).filteredOn(it -> !page.contains("`" + it + "`")).isEmpty();
    }

    @Test
    void aScrapeOfTwoThreadsOfEachApplicationStaysUnderAHundredKilobytes() {
        assertThat(everything().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(100_000);
    }

    @Test
    void aSampledCallIsAnExemplarOfItsBucketForWhoeverAsksForOpenMetrics() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        called("b7ad6b7169203331", trace, TraceFlags.getSampled());

        assertThat(metrics.scrape(Exposition.OPEN_METRICS)
                        .lines()
                        .filter(it -> it.startsWith("chat_call_seconds_bucket{") && it.contains("trace_id")))
                .singleElement()
                .asString()
                .contains("le=\"0.2\"} 1 # {span_id=\"b7ad6b7169203331\",trace_id=\"" + trace + "\"} 0.15 ");
        assertThat(metrics.scrape(Exposition.TEXT))
                .contains("chat_call_seconds_bucket{")
                .doesNotContain(trace);
    }

    @Test
    void whatIsNotSampledOrNotTracedIsNone() {
        called("b7ad6b7169203331", "0af7651916cd43dd8448eb211c80319c", TraceFlags.getDefault());
        metrics.called("blue", "i1", new CallResult.Rejected("code", Optional.empty()), Duration.ofMillis(150), false);

        assertThat(metrics.scrape(Exposition.OPEN_METRICS))
                .contains("chat_call_seconds_bucket{", "# EOF")
                .doesNotContain("trace_id");
    }

    private void called(String span, String trace, TraceFlags flags) {
        SpanContext traced = SpanContext.create(trace, span, flags, TraceState.getDefault());
        CallResult result = new CallResult.Rejected("code", Optional.empty());
        Context.root()
                .with(Span.wrap(traced))
                .wrap(() -> metrics.called("blue", "i1", result, Duration.ofMillis(150), false))
                .run();
    }

    @Test
    void labelsStayFewHoweverManyInstancesAndErrorCodesThereAre() {
        for (int i = 0; i < 1_000; i++) {
            CallResult result = new CallResult.Rejected("Code" + i, Optional.empty());
            metrics.called("blue", "instance-" + i, result, Duration.ofMillis(5), false);
        }

        assertThat(samples("chat_wasted_calls_total")).hasSize(100).anyMatch(it -> it.contains("\"other\""));
        assertThat(samples("chat_call_errors_total")).hasSize(51).anyMatch(it -> it.contains("\"other\""));
    }

    @Test
    void configuredInstancesHaveSeriesBeforeOthersAndWhatIsLeftIsSummed() {
        MicrometerMetrics few = new MicrometerMetrics(List.of("a", "b", "c"), 2, () -> now);
        for (String instance : List.of("x", "c", "b", "a")) {
            CallResult result = new CallResult.Rejected("code", Optional.empty());
            few.called("blue", instance, result, Duration.ofMillis(5), false);
        }
        assertThat(few.scrape(Exposition.TEXT).lines().filter(it -> it.startsWith("chat_wasted_calls_total{")))
                .containsExactlyInAnyOrder(
                        "chat_wasted_calls_total{instance_id=\"a\",lane=\"blue\",result=\"REJECTED\"} 1.0",
                        "chat_wasted_calls_total{instance_id=\"b\",lane=\"blue\",result=\"REJECTED\"} 1.0",
                        "chat_wasted_calls_total{instance_id=\"other\",lane=\"blue\",result=\"REJECTED\"} 2.0");
    }

    @Test
    void aHoldIsCountedAlsoIfItIsOverBeforeTheNextScrape() {
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.FULL)));
        now = now.plusSeconds(3);
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.NONE)));
        now = now.plusSeconds(3);

        assertThat(samples("chat_held_seconds_total"))
                .containsExactly("chat_held_seconds_total{instance_id=\"sales-0001\",lane=\"blue\"} 3.0");
    }

    @Test
    void theOldestWaitingOneIsShownInSecondsAndNoneAsZero() {
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.NONE)));

        assertThat(samples("chat_oldest_waiting_seconds"))
                .containsExactly("chat_oldest_waiting_seconds{instance_id=\"sales-0001\",lane=\"blue\"} 90.0");
    }

    @Test
    void theNearestDeadlineIsShownAsThePartOfItsTimeThatIsUsed() {
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.NONE)));
        assertThat(samples("chat_deadline_used_ratio")).containsExactly("chat_deadline_used_ratio{lane=\"blue\"} 0.75");

        now = now.plusSeconds(60);
        assertThat(samples("chat_deadline_used_ratio")).containsExactly("chat_deadline_used_ratio{lane=\"blue\"} 1.0");
    }

    @Test
    void whatWaitedWhileItsInstanceWasFullIsKeptApart() {
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.FULL)));
        now = now.plusSeconds(20);
        metrics.standing("0_0", List.of(EveryMetric.lane(LaneSnapshot.InstanceHold.NONE)));

        metrics.settled("blue", accepted(now.minusSeconds(21), EveryMetric.started()));
        metrics.settled("blue", accepted(now.minusSeconds(19), EveryMetric.started()));
        metrics.settled("green", accepted(now.minusSeconds(21), EveryMetric.started()));
        Outcome expired = new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "too late");
        metrics.settled("blue", accepted(now.minusSeconds(21), expired));
        metrics.settled(
                "blue", accepted(now.minusSeconds(21), new Outcome.Failed(Reason.REJECTED, Optional.empty(), "no")));

        assertThat(samples("chat_start_seconds_count"))
                .containsExactlyInAnyOrder(
                        "chat_start_seconds_count{lane=\"blue\",quota=\"FULL\"} 1",
                        "chat_start_seconds_count{lane=\"blue\",quota=\"FREE\"} 1",
                        "chat_start_seconds_count{lane=\"green\",quota=\"FREE\"} 1");
        assertThat(samples("chat_missed_total"))
                .containsExactly("chat_missed_total{lane=\"blue\",quota=\"FULL\",reason=\"EXPIRED\"} 1.0");
    }

    private Result accepted(Instant acceptedAt, Outcome outcome) {
        return new Result(
                "sales-0001",
                "token",
                outcome,
                1,
                Optional.empty(),
                acceptedAt,
                now,
                false,
                new Source("chat-requests", 0, 1),
                Optional.empty());
    }

    @Test
    void theStateOnDiskIsMeasuredWithAllItsFolders() throws IOException {
        Files.write(Files.createDirectories(folder.resolve("0_0/rocksdb/state")).resolve("1.sst"), new byte[1000]);
        Files.write(folder.resolve("lock"), new byte[24]);

        StateDisk disk = new StateDisk(folder);

        assertThat(disk.usedBytes()).isEqualTo(1024);
        assertThat(disk.freeBytes()).isPositive();
        assertThat(new StateDisk(folder.resolve("not there yet")).usedBytes()).isNaN();
    }

    /** A registry holds what it reads by a weak reference, unless it is told otherwise. */
    @Test
    void theStateOnDiskIsStillMeasuredAfterACollection() {
        try (KafkaAndJvmMetrics others = new KafkaAndJvmMetrics(metrics.registry())) {
            others.addStateDirectory(folder);
            System.gc();

            assertThat(metrics.scrape(Exposition.TEXT).lines().filter(it -> it.startsWith("chat_state_")))
                    .hasSize(2)
                    .noneMatch(it -> it.endsWith("NaN"));
        }
    }

    @Test
    void aRepeatIsCountedAsReplayedAndTakesNoTimes() {
        metrics.settled("blue", EveryMetric.result(EveryMetric.started(), true));

        assertThat(samples("chat_requests_total"))
                .filteredOn(it -> !it.endsWith(" 0.0"))
                .containsExactly("chat_requests_total{outcome=\"REPLAYED\",reason=\"\"} 1.0");
        assertThat(samples("chat_start_seconds_count")).isEmpty();
    }

    /** It is called between the result and its row: what it throws would bring the result a second time. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE / 1_000_000 - 1, -1, 0, Long.MAX_VALUE})
    void takesWhateverTimeAProducerNames(long requestedAtMs) {
        metrics.settled(
                "default",
                new Result(
                        "i",
                        "t",
                        EveryMetric.started(),
                        1,
                        Optional.of(Instant.ofEpochMilli(requestedAtMs)),
                        now,
                        now,
                        false,
                        new Source("chat-requests", 0, 0),
                        Optional.empty()));

        assertThat(samples("chat_start_seconds_count"))
                .containsExactly("chat_start_seconds_count{lane=\"default\",quota=\"FREE\"} 1");
    }

    @Test
    void showsThreadsThatDiedFromTheBeginning() {
        assertThat(metrics.scrape(Exposition.TEXT))
                .contains("chat_stream_threads_died_total{application=\"intake\"} 0.0");
        metrics.threadDied("dispatch");
        assertThat(metrics.scrape(Exposition.TEXT))
                .contains("chat_stream_threads_died_total{application=\"dispatch\"} 1.0");
    }

    @Test
    void showsEveryReasonFromTheBeginning() {
        for (Reason reason : Reason.values()) {
            assertThat(metrics.scrape(Exposition.TEXT))
                    .contains("chat_dead_letters_total{reason=\"" + reason + "\"} 0.0")
                    .contains("chat_requests_total{outcome=\"FAILED\",reason=\"" + reason + "\"} 0.0");
        }
        assertThat(samples("chat_dispatch_messages_skipped_total")).hasSize(3).allMatch(it -> it.endsWith(" 0.0"));
    }

    private List<String> samples(String name) {
        return metrics.scrape(Exposition.TEXT)
                .lines()
                .filter(it -> it.startsWith(name + "{"))
                .toList();
    }

    private String everything() {
        return EveryMetric.scrape(metrics, folder);
    }

    /** Names of our metrics with type and labels, as a scrape has them. */
    private static Map<String, String> ofOurs(String scrape) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : scrape.split("\n", -1)) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches() && type.group(1).startsWith("chat_")) {
                types.put(type.group(1), type.group(2));
            } else if (sample.matches()) {
                String family = sample.group(1).replaceFirst("_(bucket|count|sum)$", "");
                Set<String> seen = labels.computeIfAbsent(family, name -> new TreeSet<>());
                LABEL.matcher(String.valueOf(sample.group(2))).results().forEach(it -> seen.add(it.group(1)));
                seen.remove("le");
            }
        }
        Map<String, String> ours = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean ofHistogram =
                    "histogram".equals(types.get(name.replaceFirst("_max$", ""))) && name.endsWith("_max");
            if (!ofHistogram) {
                ours.put(name, type + " " + labels.getOrDefault(name, Set.of()));
            }
        });
        return ours;
    }
}
