package chatcontacts.intake;

import chatcontacts.domain.request.InstanceRef;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.FormerRounds;
import chatcontacts.wire.HeaderTimes;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the headers of a request's record say. Of repeated ones the last counts; a header without a value is none.
 *
 * @param clientToken stands in for a missing token; a blank one is none
 * @param redriveCount how often the record was sent again; anything but a number of one to nine digits counts as 0, so that
 *     an invalid value makes a plain duplicate, which never calls Connect again
 * @param startBy replaces the request's own
 * @param startByUnreadable whether there is one that is no time: a deadline that was asked for is never dropped in silence
 * @param firstCallAt when a call of a former round may first have reached Connect; nonsense is none
 * @param region that of the former round: a redriven request stays in it, since Connect knows no token in another Region; that of
 *     a record that is not redriven is none
 * @param maybeStarted whether a former round left the request in doubt
 * @param firstSeen the very first arrival; nonsense is none
 */
record RequestHeaders(
        Optional<String> clientToken,
        int redriveCount,
        Optional<Instant> startBy,
        boolean startByUnreadable,
        Optional<Instant> firstCallAt,
        Optional<String> region,
        boolean maybeStarted,
        Optional<Instant> firstSeen) {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    static RequestHeaders of(Original original) {
        Optional<String> startByText = original.lastHeader(DeadLetterHeaders.START_BY);
        Optional<Instant> startBy = startByText.flatMap(HeaderTimes::parse);
        int redriveCount = original.lastHeader(DeadLetterHeaders.REDRIVE_COUNT)
                .filter(COUNT.asMatchPredicate())
                .map(Integer::parseInt)
                .orElse(0);
        return new RequestHeaders(
                original.lastHeader(DeadLetterHeaders.CLIENT_TOKEN).filter(token -> !token.isBlank()),
                redriveCount,
                startBy,
                startByText.isPresent() && startBy.isEmpty(),
                original.lastHeader(DeadLetterHeaders.FIRST_CALL_AT).flatMap(HeaderTimes::parse),
                original.lastHeader(DeadLetterHeaders.REGION)
                        .filter(it -> redriveCount > 0)
                        .filter(InstanceRef::isRegion),
                original.lastHeader(DeadLetterHeaders.MAYBE_STARTED)
                        .filter("true"::equals)
                        .isPresent(),
                original.lastHeader(DeadLetterHeaders.FIRST_SEEN).flatMap(HeaderTimes::parse));
    }

    /** What they tell of the rounds before this one; headers are anyone's, so times in the future are none. */
    FormerRounds formerRounds(Instant acceptedAt) {
        return new FormerRounds(
                firstSeen
                        .filter(acceptedAt::isAfter)
                        .map(RequestHeaders::clamped)
                        .orElse(acceptedAt),
                firstCallAt.filter(acceptedAt::isAfter).map(RequestHeaders::clamped),
                maybeStarted);
    }

    private static Instant clamped(Instant time) {
        return time.isAfter(Instant.EPOCH) ? time : Instant.ofEpochMilli(1);
    }

    /** The instance in the Region of the former round, if there was one. */
    InstanceRef inRegion(InstanceRef instance) {
        return region.map(instance::in).orElse(instance);
    }
}
