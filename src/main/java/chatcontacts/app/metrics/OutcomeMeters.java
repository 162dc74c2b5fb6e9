package chatcontacts.app.metrics;

import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.TokenWindow;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What became of requests, of those too that intake rejects: by outcome, and how long it took. Thread-safe. */
final class OutcomeMeters {

    /** The label that tells what waited while its instance was full. */
    private static final String QUOTA = "quota";

    private static final Duration MAX_START_TIME = Duration.ofDays(30);
    private static final Set<Reason> MISSED = EnumSet.of(Reason.EXPIRED, Reason.RETRIES_EXHAUSTED, Reason.UNCERTAIN);

    /** From a fast start to a long wait. */
    private static final Duration[] START_BUCKETS =
            Meters.buckets(100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 1_800_000);

    private final Meters meters;
    private final InstantSource clock;
    private final FullInstances fullInstances = new FullInstances();
    private final OutcomeHistory history;
    private final DeadLetterGroups deadLetterGroups;

    OutcomeMeters(Meters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.history = new OutcomeHistory(clock);
        this.deadLetterGroups = new DeadLetterGroups(clock);
    }

    /** Alerts count increases, and a series that appears with its first increment would hide that increment from them. */
    void registerFromTheStart() {
        outcomes("STARTED", "");
        outcomes("REPLAYED", "");
        for (ReplayedChat chat : ReplayedChat.values()) {
            replays(chat);
        }
        for (Reason reason : Reason.values()) {
            outcomes("FAILED", reason.name());
            deadLetters(reason);
        }
    }

    DeadLetterGroups deadLetterGroups() {
        return deadLetterGroups;
    }

    OutcomeHistory history() {
        return history;
    }

    /** Notes which instances are full now. */
    void look(List<LaneSnapshot> lanes) {
        fullInstances.look(lanes, clock.millis());
    }

    /** A request of that lane has a result. */
    void settled(String lane, Result result) {
        if (result.replayed()) {
            outcome(OutcomeHistory.REPLAYED, "");
            if (result.outcome() instanceof Outcome.Started started) {
                replays(ReplayedChat.of(started.contact(), clock.instant())).increment();
            }
            return;
        }
        switch (result.outcome()) {
            case Outcome.Started ignored -> {
                outcome(OutcomeHistory.STARTED, "");
                Instant asked = result.requestedAt()
                        .filter(it -> isPlausible(it, result.acceptedAt()))
                        .orElse(result.acceptedAt());
                Tags tags = Tags.of("lane", lane, QUOTA, quota(lane, result));
                meters.timer("chat.start", "Time from the request to the started chat", START_BUCKETS, tags)
                        .record(between(asked, result.settledAt()));
                settle(lane, "STARTED", result);
            }
            case Outcome.Failed failed -> {
                failed(failed.reason());
                if (MISSED.contains(failed.reason())) {
                    missed(lane, failed.reason(), result);
                }
                settle(lane, "FAILED", result);
            }
        }
    }

    /** A request failed, or was rejected. */
    void failed(Reason reason) {
        outcome("FAILED", reason.name());
    }

    void deadLetter(DeadLetterCause cause, Instant failedAt) {
        deadLetters(cause.reason()).increment();
        deadLetterGroups.count(cause, failedAt);
    }

    private Counter deadLetters(Reason reason) {
        return meters.counter("chat.dead.letters", "Dead letters by reason", "reason", reason.name());
    }

    private void missed(String lane, Reason reason, Result result) {
        String description = "Requests whose chat should have started and did not";
        meters.count("chat.missed", description, "lane", lane, "reason", reason.name(), QUOTA, quota(lane, result));
    }

    /** Whether its instance was full at some time while it waited. */
    private String quota(String lane, Result result) {
        return fullInstances.wasFullSince(lane, result.instanceId(), result.acceptedAt()) ? "FULL" : "FREE";
    }

    private Counter replays(ReplayedChat chat) {
        String description = "Replayed results of started chats, by what the customer can still do with them";
        return meters.counter("chat.replays", description, "chat", chat.name());
    }

    /** One that lies ahead, or further back than a request waits, is a clock that is wrong: it would spoil the average. */
    private static boolean isPlausible(Instant requestedAt, Instant acceptedAt) {
        return !requestedAt.isAfter(acceptedAt) && requestedAt.isAfter(acceptedAt.minus(TokenWindow.LENGTH));
    }

    private void settle(String lane, String outcome, Result result) {
        Tags tags = Tags.of("lane", lane, "outcome", outcome);
        meters.timer("chat.settle", "Time from acceptance to outcome", START_BUCKETS, tags)
                .record(between(result.acceptedAt(), result.settledAt()));
    }

    /** The producer sets the time of a request: it may lie in the future, or so far back that its nanoseconds overflow. */
    private static Duration between(Instant from, Instant to) {
        Duration took = Duration.between(from, to);
        if (took.isNegative()) {
            return Duration.ZERO;
        }
        return took.compareTo(MAX_START_TIME) < 0 ? took : MAX_START_TIME;
    }

    private void outcome(String outcome, String reason) {
        outcomes(outcome, reason).increment();
        history.count(reason.isEmpty() ? outcome : reason);
    }

    private Counter outcomes(String outcome, String reason) {
        return meters.counter("chat.requests", "Requests by outcome", "outcome", outcome, "reason", reason);
    }
}
