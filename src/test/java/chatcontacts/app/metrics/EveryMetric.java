package chatcontacts.app.metrics;

import chatcontacts.app.limits.DiscoveredLimits;
import chatcontacts.app.limits.LimitsView;
import chatcontacts.app.limits.ReportedChats;
import chatcontacts.connect.ChatsReading.ChatCount;
import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.engine.EngineFixture;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceSnapshot;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.LimitSource;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.control.ControlOrigin;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.http.Exposition;
import chatcontacts.intake.IntakeMetrics;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.UnreadRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;

/** All that the service counts, without a service: as a scrape shows it after everything has happened once. */
final class EveryMetric {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private EveryMetric() {}

    static String scrape(Path folder) {
        return scrape(new MicrometerMetrics(List.of("sales-0001"), 100, () -> NOW), folder);
    }

    /**
     * Lets everything happen to those metrics.
     *
     * @param folder for the state of two streams applications that never start
     */
    static String scrape(MicrometerMetrics metrics, Path folder) {
        metrics.intake().accepted();
        metrics.intake().cancellation();
        metrics.intake().control();
        metrics.intake()
                .rejected(new DeadLetterCause(Reason.INVALID, Optional.empty(), Optional.empty()), Instant.EPOCH);
        metrics.intake().contactEvent(ChatSeen.Kind.OPEN);
        metrics.intake().skipped(IntakeMetrics.Input.CONTACT_EVENT, IntakeMetrics.Skip.UNREADABLE);
        metrics.intake().unknownFields(1);
        metrics.intake().written("7", true);
        metrics.intake().unread(IntakeMetrics.Input.REQUEST, UnreadRecords.UnreadCause.RECORD, 1);
        metrics.skipped("corrupt");
        metrics.deadLetter(new DeadLetterCause(Reason.REJECTED, Optional.empty(), Optional.empty()), Instant.EPOCH);
        metrics.leasesEnded("blue", LeaseEnd.TIME, 2);
        metrics.leasesEnded("blue", LeaseEnd.RECONCILIATION, 1);
        CallResult full = new CallResult.QuotaFull("LimitExceededException", Optional.empty());
        metrics.called("blue", "sales-0001", full, Duration.ofMillis(5), true);
        CallResult unknown = new CallResult.Throttled("http-429", Optional.empty(), false);
        metrics.called("blue", "sales-0001", unknown, Duration.ofMillis(5), false);
        metrics.settled("blue", result(started(), false));
        metrics.settled("blue", result(new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "too late"), false));
        metrics.standing("0_0", List.of(lane(LaneSnapshot.InstanceHold.FULL)));
        metrics.watchLimits(EveryMetric::limits);
        List<KafkaStreams> applications = new ArrayList<>();
        try (KafkaAndJvmMetrics kafkaMetrics = new KafkaAndJvmMetrics(metrics.registry())) {
            for (String name : List.of("intake", "dispatch")) {
                KafkaStreams streams = streams(name, folder);
                applications.add(streams);
                kafkaMetrics.add(name, streams, new RestoreProgress());
            }
            kafkaMetrics.brokerSilence(() -> Duration.ZERO);
            kafkaMetrics.addStateDirectory(folder);
            return metrics.scrape(Exposition.TEXT);
        } finally {
            applications.forEach(KafkaStreams::close);
        }
    }

    /** Service Quotas said 250 where the settings say 50. */
    static LimitsView limits() {
        DiscoveredLimits discovered = new DiscoveredLimits();
        discovered.answered("blue", Optional.of("sales-0001"), 250, NOW);
        InstanceLimits sales = new InstanceLimits(
                Limit.configured(50).with(LimitSource.DISCOVERED, Optional.of(250)),
                Optional.empty(),
                ChatEndVisibility.Mode.AUTO,
                true);
        LaneLimits blue = new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(5, 8)),
                100,
                Map.of("sales-0001", sales),
                sales,
                true);
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));
        DispatchSettings settings = new DispatchSettings(
                Map.of("blue", blue),
                8,
                backoff,
                backoff,
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        ReportedChats reported = new ReportedChats();
        reported.answered("blue", List.of("sales-0001"), Map.of("sales-0001", new ChatCount(40, NOW)));
        return new LimitsView(settings, discovered, reported);
    }

    private static KafkaStreams streams(String name, Path folder) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                "metrics-" + name,
                "bootstrap.servers",
                "localhost:1",
                "num.stream.threads",
                "2",
                "processing.guarantee",
                "exactly_once_v2",
                "state.dir",
                folder.resolve(name).toString()));
        return new KafkaStreams(builder.build(), settings);
    }

    /** A lane with one instance whose oldest request has waited for 90 s. */
    static LaneSnapshot lane(LaneSnapshot.InstanceHold hold) {
        long oldestMs = NOW.minusSeconds(90).toEpochMilli();
        InstanceSnapshot instance =
                new InstanceSnapshot("sales-0001", 3, oldestMs, 1, 1, 0, 10, 12, 50, 40, hold, 0, true, List.of());
        return new LaneSnapshot(
                "blue",
                false,
                5,
                5,
                1,
                100,
                LaneCircuitBreaker.HoldCause.NONE,
                "",
                0,
                List.of(instance),
                new LaneSnapshot.Movement(1, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE),
                List.of(),
                Optional.of(new LaneSnapshot.DeadlineSnapshot(
                        oldestMs, NOW.plusSeconds(30).toEpochMilli())),
                List.of(override()));
    }

    /** Since an hour. */
    private static LaneSnapshot.OverrideSnapshot override() {
        Instant since = NOW.minusSeconds(3600);
        return new LaneSnapshot.OverrideSnapshot(
                "sales-0001",
                LaneSnapshot.OverrideKind.PAUSE,
                "paused",
                since.toEpochMilli(),
                Long.MAX_VALUE,
                Optional.empty(),
                new ControlOrigin("ada", "a test", since));
    }

    static Outcome started() {
        return new Outcome.Started(new Contact(
                "contact",
                "participant",
                ParticipantCredentials.of("secret"),
                Optional.empty(),
                NOW,
                NOW,
                Optional.empty(),
                Optional.empty()));
    }

    static Result result(Outcome outcome, boolean replayed) {
        return new Result(
                "sales-0001",
                "token",
                outcome,
                1,
                Optional.empty(),
                NOW.minusMillis(130),
                NOW,
                replayed,
                new Source("chat-requests", 0, 1),
                Optional.empty());
    }
}
