package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.DispatchMetrics.LeaseEnd;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.engine.LaneSnapshot.InstanceView;
import chatcontacts.domain.admission.LaneCircuitBreaker;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.intake.IntakeMetrics;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;

/** All that the service counts, without a service: as a scrape shows it after everything has happened once. */
final class EveryMetric {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private EveryMetric() {}

    static String scrape(Path folder) {
        return scrape(new MicrometerMetrics(Set.of("sales-0001"), () -> NOW), folder);
    }

    /**
     * Lets everything happen to those meters.
     *
     * @param folder for the state of two sides that never start
     */
    static String scrape(MicrometerMetrics meters, Path folder) {
        meters.accepted();
        meters.cancellation();
        meters.rejected(Reason.INVALID);
        meters.contactEvent(ChatSeen.Kind.OPEN);
        meters.skipped(IntakeMetrics.Input.CONTACT_EVENT, IntakeMetrics.Skip.JUNK);
        meters.skipped("corrupt");
        meters.deadLetter(Reason.REJECTED);
        meters.leasesEnded("blue", LeaseEnd.TIME, 2);
        CallResult full = new CallResult.QuotaFull("LimitExceededException", Optional.empty());
        meters.called("blue", "sales-0001", full, Duration.ofMillis(5), true);
        meters.settled("blue", result(started(), false));
        meters.standing("0_0", List.of(lane(LaneSnapshot.Hold.FULL)));
        List<KafkaStreams> sides = new ArrayList<>();
        try (KafkaAndJvmMetrics sideMeters = new KafkaAndJvmMetrics(meters.registry())) {
            for (String name : List.of("intake", "dispatch")) {
                KafkaStreams side = side(name, folder);
                sides.add(side);
                sideMeters.add(name, side, new RestoreProgress());
            }
            return meters.scrape();
        } finally {
            sides.forEach(KafkaStreams::close);
        }
    }

    private static KafkaStreams side(String name, Path folder) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                "meters-" + name,
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
    static LaneSnapshot lane(LaneSnapshot.Hold hold) {
        long oldestMs = NOW.minusSeconds(90).toEpochMilli();
        InstanceView instance =
                new InstanceView("sales-0001", 3, oldestMs, 1, 1, 0, 10, 12, 50, 40, hold, 0, true, List.of());
        return new LaneSnapshot(
                "blue",
                5,
                5,
                1,
                100,
                LaneCircuitBreaker.Cause.NONE,
                0,
                List.of(instance),
                new LaneSnapshot.Movement(1, Long.MAX_VALUE, true, Long.MAX_VALUE, Long.MAX_VALUE));
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
