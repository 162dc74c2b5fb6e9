package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedriveRulesTest {

    private static final Instant NOW = DeadLetterSamples.AT.plus(Duration.ofHours(1));

    private static RedriveRules rules(Reason... named) {
        Set<Reason> names = EnumSet.noneOf(Reason.class);
        names.addAll(Set.of(named));
        return new RedriveRules(DeadLetterSamples.REQUESTS, names, 3, Optional.empty());
    }

    private static DeadLetterRecord deadLetter(String... more) {
        return DeadLetterRecord.of(DeadLetterSamples.letter(0, "REJECTED", more));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void sendsWhatNobodyHasToWant(Reason reason) {
        DeadLetterRecord deadLetter = DeadLetterRecord.of(DeadLetterSamples.letter(0, reason.name()));
        boolean toBeNamed = Set.of(
                        Reason.UNCERTAIN, Reason.TOKEN_REUSED, Reason.CANCELLED, Reason.INVALID, Reason.MALFORMED)
                .contains(reason);

        assertThat(rules().check(deadLetter, NOW))
                .isEqualTo(toBeNamed ? Optional.of(SkipReason.NOT_NAMED) : Optional.empty());
        assertThat(rules(reason).check(deadLetter, NOW)).isEmpty();
    }

    @Test
    void aRequestInDoubtNeedsUncertainNamedWhateverItsReason() {
        DeadLetterRecord deadLetter = deadLetter("chat.maybe.started", "true");

        assertThat(rules(Reason.REJECTED).check(deadLetter, NOW)).contains(SkipReason.NOT_NAMED);
        assertThat(rules(Reason.REJECTED, Reason.UNCERTAIN).check(deadLetter, NOW))
                .isEmpty();
    }

    @Test
    void refusesToLoop() {
        assertThat(rules().check(deadLetter("chat.redrive.count", "2"), NOW)).isEmpty();
        assertThat(rules().check(deadLetter("chat.redrive.count", "3"), NOW)).contains(SkipReason.TOO_OFTEN);
    }

    @ParameterizedTest
    @CsvSource({"PT143H59M, ", "PT144H, PAST_WINDOW"})
    void neverSendsAfterTheSixthDaySinceTheFirstCall(Duration age, SkipReason expected) {
        DeadLetterRecord deadLetter =
                deadLetter("chat.first.call.at", NOW.minus(age).toString());

        assertThat(rules().check(deadLetter, NOW)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"PT167H59M, ", "PT168H, PAST_WINDOW"})
    void neverSendsAfterTheSeventhDaySinceItWasSeenWithoutACall(Duration age, SkipReason expected) {
        DeadLetterRecord deadLetter =
                deadLetter("chat.first.seen", NOW.minus(age).toString());

        assertThat(rules().check(deadLetter, NOW)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void whatSaysNothingOfItsAgeIsAsOldAsTheDeadLetter() {
        DeadLetterRecord deadLetter = DeadLetterRecord.of(
                DeadLetterSamples.record(0, Map.of("__streams.errors.topic", DeadLetterSamples.REQUESTS)));

        assertThat(rules(Reason.MALFORMED).check(deadLetter, DeadLetterSamples.AT.plus(Duration.ofDays(6))))
                .isEmpty();
        assertThat(rules(Reason.MALFORMED).check(deadLetter, DeadLetterSamples.AT.plus(Duration.ofDays(7))))
                .contains(SkipReason.PAST_WINDOW);
    }

    @Test
    void whatDoesNotHoldItsWholeOriginalIsNotSent() {
        assertThat(rules().check(deadLetter("chat.error.code", "RECORD_TOO_LARGE"), NOW))
                .contains(SkipReason.TOO_LARGE);
    }

    @Test
    void whatCameFromElsewhereIsNotSent() {
        assertThat(rules().check(deadLetter("__streams.errors.topic", "chat-dispatch"), NOW))
                .contains(SkipReason.NOT_A_REQUEST);
        assertThat(rules().check(
                                DeadLetterRecord.of(DeadLetterSamples.record(0, Map.of("chat.reason", "REJECTED"))),
                                NOW))
                .contains(SkipReason.NOT_A_REQUEST);
    }

    @Test
    void whatKafkaStreamsWroteCountsAsMalformed() {
        DeadLetterRecord deadLetter = DeadLetterRecord.of(DeadLetterSamples.record(
                0,
                Map.of(
                        "__streams.errors.topic",
                        DeadLetterSamples.REQUESTS,
                        "__streams.errors.exception",
                        "org.example.SomeException")));

        assertThat(deadLetter.reason()).isEqualTo("MALFORMED");
        assertThat(rules(Reason.MALFORMED).check(deadLetter, NOW)).isEmpty();
    }

    @Test
    void whatThisReleaseDoesNotKnowIsNotSent() {
        assertThat(rules().check(DeadLetterRecord.of(DeadLetterSamples.letter(0, "NEWER")), NOW))
                .contains(SkipReason.UNREADABLE);
        assertThat(rules().check(deadLetter("chat.redrive.count", "-1"), NOW)).contains(SkipReason.UNREADABLE);
    }

    @Test
    void namesFromHeadersCannotPaintTheTerminal() {
        assertThat(DeadLetterRecord.of(DeadLetterSamples.letter(0, "\u001b[31mRED"))
                        .reason())
                .isEqualTo("?[31mRED");
    }

    @Test
    void aDeadlineThatHasPassedNeedsANewOne() {
        Optional<Instant> passed = Optional.of(NOW.minusMillis(1));
        Optional<Instant> ahead = Optional.of(NOW.plusMillis(1));

        assertThat(rules().checkDeadline(deadLetter(), Optional.empty(), NOW)).isEmpty();
        assertThat(rules().checkDeadline(deadLetter(), ahead, NOW)).isEmpty();
        assertThat(rules().checkDeadline(deadLetter(), passed, NOW)).contains(SkipReason.START_BY_PASSED);
        assertThat(rules().checkDeadline(
                                deadLetter("chat.start.by", NOW.minusMillis(1).toString()), ahead, NOW))
                .contains(SkipReason.START_BY_PASSED);
        assertThat(rules().checkDeadline(
                                deadLetter(
                                        "chat.start.by",
                                        Long.toString(NOW.plusMillis(1).toEpochMilli())),
                                passed,
                                NOW))
                .isEmpty();
        var renewing = new RedriveRules(DeadLetterSamples.REQUESTS, Set.of(), 3, ahead);
        assertThat(renewing.checkDeadline(deadLetter(), passed, NOW)).isEmpty();
    }
}
