package chatcontacts.domain.control;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.domain.control.ControlRequest.Limits;
import chatcontacts.domain.control.ControlRequest.Verb;
import chatcontacts.domain.control.ControlRules.CheckedCommand;
import chatcontacts.domain.control.ControlRules.InvalidCommand;
import chatcontacts.domain.control.ControlRules.ValidCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ControlRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Limits limits(double rate, int burst, int chats, boolean clear) {
        return new Limits(
                rate == 0 ? OptionalDouble.empty() : OptionalDouble.of(rate),
                burst == 0 ? OptionalInt.empty() : OptionalInt.of(burst),
                chats == 0 ? OptionalInt.empty() : OptionalInt.of(chats),
                clear);
    }

    private static ControlRequest request(Verb verb, boolean ofInstance, Limits limits) {
        return request(verb, ofInstance, limits, Optional.empty(), "an incident", NOW.plusSeconds(60));
    }

    private static ControlRequest request(
            Verb verb, boolean ofInstance, Limits limits, Optional<Instant> until, String why, Instant validUntil) {
        return new ControlRequest(
                "c1",
                "default",
                verb,
                ofInstance ? Optional.of("i1") : Optional.empty(),
                until,
                limits,
                RequestFilter.ALL,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                validUntil,
                new ControlOrigin("ada", why, NOW));
    }

    private static CheckedCommand check(ControlRequest request) {
        return ControlRules.check(request, request.instance(), Optional.empty(), NOW);
    }

    private static String problem(ControlRequest request) {
        return check(request) instanceof InvalidCommand it ? String.join("; ", it.problems()) : "none";
    }

    private static ControlCommand.ControlAction action(ControlRequest request) {
        return ((ValidCommand) check(request)).command().action();
    }

    @Test
    void eachVerbBecomesItsAction() {
        Limits none = Limits.NONE;
        assertThat(action(request(Verb.PAUSE, false, none)))
                .isEqualTo(new ControlCommand.Pause(false, Optional.empty()));
        assertThat(action(request(Verb.DRAIN, true, none))).isEqualTo(new ControlCommand.Pause(true, Optional.empty()));
        assertThat(action(request(Verb.RESUME, false, none))).isEqualTo(new ControlCommand.Resume());
        assertThat(action(request(Verb.PROBE, false, none))).isEqualTo(new ControlCommand.ProbeNow());
        assertThat(action(request(Verb.LIMIT, false, limits(2.5, 4, 0, false))))
                .isEqualTo(new ControlCommand.LimitRate(OptionalDouble.of(2.5), OptionalInt.of(4), Optional.empty()));
        assertThat(action(request(Verb.LIMIT, true, limits(0, 0, 7, false))))
                .isEqualTo(new ControlCommand.LimitQuota(7, Optional.empty()));
        assertThat(action(request(Verb.LIMIT, true, limits(0, 0, 0, true)))).isEqualTo(new ControlCommand.ClearLimit());
    }

    private static CheckedCommand move(Verb verb, boolean ofInstance, Optional<MoveTarget> target) {
        ControlRequest it = request(verb, ofInstance, Limits.NONE);
        ControlRequest request = new ControlRequest(
                it.id(),
                it.lane(),
                verb,
                it.instance(),
                it.until(),
                it.limits(),
                it.filter(),
                it.priority(),
                it.startBy(),
                Optional.of(new MoveTerms("i2", Map.of("a", "b"))),
                it.dryRun(),
                it.validUntil(),
                it.origin());
        return ControlRules.check(request, request.instance(), target, NOW);
    }

    @Test
    void aMoveGoesFromOneInstanceToAnother() {
        MoveTarget other = new MoveTarget("default", "i2");
        assertThat(move(Verb.MOVE, true, Optional.of(other)))
                .isInstanceOfSatisfying(
                        ValidCommand.class,
                        it -> assertThat(it.command().action())
                                .isEqualTo(new ControlCommand.Move(RequestFilter.ALL, other, Map.of("a", "b"))));
        assertThat(move(Verb.MOVE, true, Optional.of(new MoveTarget("other", "i1"))))
                .isInstanceOf(ValidCommand.class);
        assertThat(problems(move(Verb.MOVE, true, Optional.of(new MoveTarget("default", "i1")))))
                .isEqualTo("to: is the instance itself");
        assertThat(problems(move(Verb.MOVE, false, Optional.of(other)))).startsWith("instance: must be given");
        assertThat(problem(request(Verb.MOVE, true, Limits.NONE))).startsWith("to: must be given");
        assertThat(problems(move(Verb.CANCEL, true, Optional.of(other)))).contains("are for move only");
    }

    private static String problems(CheckedCommand checked) {
        return String.join("; ", ((InvalidCommand) checked).problems());
    }

    @Test
    void aLimitNamesWhatItLimitsAndNothingElse() {
        assertThat(problem(request(Verb.LIMIT, false, Limits.NONE))).startsWith("limit: needs");
        assertThat(problem(request(Verb.LIMIT, false, limits(1, 0, 0, true)))).startsWith("limit: needs");
        assertThat(problem(request(Verb.LIMIT, false, limits(0, 0, 5, false)))).isEqualTo("quota is an instance's");
        assertThat(problem(request(Verb.LIMIT, true, limits(1, 0, 0, false)))).isEqualTo("rate and burst are a lane's");
        assertThat(problem(request(Verb.LIMIT, false, limits(-1, 0, 0, false)))).isEqualTo("rate: must be above 0");
        assertThat(problem(request(Verb.LIMIT, false, limits(Double.NaN, -1, 0, false))))
                .isEqualTo("rate: must be above 0; burst: must be above 0");
        assertThat(problem(request(Verb.LIMIT, true, limits(0, 0, -1, false)))).isEqualTo("quota: must be above 0");
        assertThat(problem(request(Verb.PAUSE, false, limits(1, 0, 0, false)))).contains("for limit only");
    }

    @Test
    void saysWhyAndIsValidForADayAtMost() {
        Limits none = Limits.NONE;
        Optional<Instant> forEver = Optional.empty();
        Instant soon = NOW.plusSeconds(60);
        assertThat(problem(request(Verb.PAUSE, false, none, forEver, " ", soon)))
                .isEqualTo("reason: is missing");
        assertThat(problem(request(Verb.PAUSE, false, none, forEver, "a\nb", soon)))
                .isEqualTo("reason: must not have control characters");
        assertThat(problem(request(Verb.PAUSE, false, none, forEver, "a\u202Eb", soon)))
                .isEqualTo("reason: must not have control characters");
        assertThat(problem(request(Verb.PAUSE, false, none, forEver, "x".repeat(501), soon)))
                .isEqualTo("reason: has more than 500 characters");
        assertThat(problem(request(Verb.PAUSE, false, none, forEver, "why", NOW.plus(Duration.ofHours(25)))))
                .isEqualTo("validUntil: must be within a day");
        assertThat(problem(request(Verb.PAUSE, false, none, Optional.of(NOW), "why", soon)))
                .contains("has passed");
        assertThat(problem(request(Verb.RESUME, false, none, Optional.of(soon), "why", soon)))
                .isEqualTo("until: is for pause, drain and limit only");
        assertThat(problem(request(Verb.UNKNOWN, false, none))).isEqualTo("verb: is not one that this release knows");
    }

    @Test
    void anyNumberOfProblemsIsTold() {
        ControlRequest request = request(Verb.RESUME, false, Limits.NONE, Optional.of(NOW), "", NOW);
        assertThat(check(request))
                .isInstanceOfSatisfying(
                        InvalidCommand.class,
                        it -> assertThat(it.problems())
                                .isEqualTo(List.of(
                                        "reason: is missing",
                                        "until: " + NOW + " has passed",
                                        "until: is for pause, drain and limit only")));
    }
}
