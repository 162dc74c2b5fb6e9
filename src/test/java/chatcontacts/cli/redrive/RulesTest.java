package chatcontacts.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.outcome.Reason;
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

class RulesTest {

    private static final Instant NOW = Letters.AT.plus(Duration.ofHours(1));

    private static Rules rules(Reason... named) {
        Set<Reason> names = EnumSet.noneOf(Reason.class);
        names.addAll(Set.of(named));
        return new Rules(Letters.REQUESTS, names, 3, Optional.empty());
    }

    private static Letter letter(String... more) {
        return Letter.of(Letters.letter(0, "REJECTED", more));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void sendsWhatNobodyHasToWant(Reason reason) {
        Letter letter = Letter.of(Letters.letter(0, reason.name()));
        boolean toBeNamed = Set.of(Reason.UNCERTAIN, Reason.TOKEN_REUSED).contains(reason);

        assertThat(rules().check(letter, NOW)).isEqualTo(toBeNamed ? Optional.of(LeftOut.NOT_NAMED) : Optional.empty());
        assertThat(rules(reason).check(letter, NOW)).isEmpty();
    }

    @Test
    void aRequestInDoubtNeedsUncertainNamedWhateverItsReason() {
        Letter letter = letter("chat.maybe.started", "true");

        assertThat(rules(Reason.REJECTED).check(letter, NOW)).contains(LeftOut.NOT_NAMED);
        assertThat(rules(Reason.REJECTED, Reason.UNCERTAIN).check(letter, NOW)).isEmpty();
    }

    @Test
    void refusesToLoop() {
        assertThat(rules().check(letter("chat.redrive.count", "2"), NOW)).isEmpty();
        assertThat(rules().check(letter("chat.redrive.count", "3"), NOW)).contains(LeftOut.TOO_OFTEN);
    }

    @ParameterizedTest
    @CsvSource({"PT143H59M, ", "PT144H, PAST_WINDOW"})
    void neverSendsAfterTheSixthDaySinceTheFirstCall(Duration age, LeftOut expected) {
        Letter letter = letter("chat.first.call.at", NOW.minus(age).toString());

        assertThat(rules().check(letter, NOW)).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({"PT167H59M, ", "PT168H, PAST_WINDOW"})
    void neverSendsAfterTheSeventhDaySinceItWasSeenWithoutACall(Duration age, LeftOut expected) {
        Letter letter = letter("chat.first.seen", NOW.minus(age).toString());

        assertThat(rules().check(letter, NOW)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void whatSaysNothingOfItsAgeIsAsOldAsTheDeadLetter() {
        Letter letter = Letter.of(Letters.record(0, Map.of("__streams.errors.topic", Letters.REQUESTS)));

        assertThat(rules().check(letter, Letters.AT.plus(Duration.ofDays(6)))).isEmpty();
        assertThat(rules().check(letter, Letters.AT.plus(Duration.ofDays(7)))).contains(LeftOut.PAST_WINDOW);
    }

    @Test
    void whatDoesNotHoldItsWholeOriginalIsNotSent() {
        assertThat(rules().check(letter("chat.error.code", "RECORD_TOO_LARGE"), NOW))
                .contains(LeftOut.TOO_LARGE);
    }

    @Test
    void whatCameFromElsewhereIsNotSent() {
        assertThat(rules().check(letter("__streams.errors.topic", "chat-dispatch"), NOW))
                .contains(LeftOut.NOT_A_REQUEST);
        assertThat(rules().check(Letter.of(Letters.record(0, Map.of("chat.reason", "REJECTED"))), NOW))
                .contains(LeftOut.NOT_A_REQUEST);
    }

    @Test
    void whatKafkaStreamsWroteCountsAsMalformed() {
        Letter letter = Letter.of(Letters.record(
                0,
                Map.of(
                        "__streams.errors.topic",
                        Letters.REQUESTS,
                        "__streams.errors.exception",
                        "org.example.SomeException")));

        assertThat(letter.reason()).isEqualTo("MALFORMED");
        assertThat(rules().check(letter, NOW)).isEmpty();
    }

    @Test
    void whatThisReleaseDoesNotKnowIsNotSent() {
        assertThat(rules().check(Letter.of(Letters.letter(0, "NEWER")), NOW)).contains(LeftOut.UNREADABLE);
        assertThat(rules().check(letter("chat.redrive.count", "-1"), NOW)).contains(LeftOut.UNREADABLE);
    }

    @Test
    void namesFromHeadersCannotPaintTheTerminal() {
        assertThat(Letter.of(Letters.letter(0, "\u001b[31mRED")).reason()).isEqualTo("?[31mRED");
    }

    @Test
    void aDeadlineThatHasPassedNeedsANewOne() {
        Optional<Instant> passed = Optional.of(NOW.minusMillis(1));
        Optional<Instant> ahead = Optional.of(NOW.plusMillis(1));

        assertThat(rules().checkDeadline(letter(), Optional.empty(), NOW)).isEmpty();
        assertThat(rules().checkDeadline(letter(), ahead, NOW)).isEmpty();
        assertThat(rules().checkDeadline(letter(), passed, NOW)).contains(LeftOut.START_BY_PASSED);
        assertThat(rules().checkDeadline(
                                letter("chat.start.by", NOW.minusMillis(1).toString()), ahead, NOW))
                .contains(LeftOut.START_BY_PASSED);
        assertThat(rules().checkDeadline(
                                letter(
                                        "chat.start.by",
                                        Long.toString(NOW.plusMillis(1).toEpochMilli())),
                                passed,
                                NOW))
                .isEmpty();
        var renewing = new Rules(Letters.REQUESTS, Set.of(), 3, ahead);
        assertThat(renewing.checkDeadline(letter(), passed, NOW)).isEmpty();
    }
}
