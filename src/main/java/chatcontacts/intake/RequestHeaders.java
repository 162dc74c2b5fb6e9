package chatcontacts.intake;

import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.Original;
import java.time.DateTimeException;
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
 * @param maybeStarted whether a former round left the request in doubt
 */
record RequestHeaders(
        Optional<String> clientToken,
        int redriveCount,
        Optional<Instant> startBy,
        boolean startByUnreadable,
        Optional<Instant> firstCallAt,
        boolean maybeStarted) {

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern MILLIS = Pattern.compile("-?[0-9]{1,18}");
    private static final int MAX_TIME_LENGTH = 64;

    static RequestHeaders of(Original original) {
        Optional<String> startByText = original.lastHeader(DeadLetterHeaders.START_BY);
        Optional<Instant> startBy = startByText.flatMap(RequestHeaders::time);
        return new RequestHeaders(
                original.lastHeader(DeadLetterHeaders.CLIENT_TOKEN).filter(token -> !token.isBlank()),
                original.lastHeader(DeadLetterHeaders.REDRIVE_COUNT)
                        .filter(COUNT.asMatchPredicate())
                        .map(Integer::parseInt)
                        .orElse(0),
                startBy,
                startByText.isPresent() && startBy.isEmpty(),
                original.lastHeader(DeadLetterHeaders.FIRST_CALL_AT).flatMap(RequestHeaders::time),
                original.lastHeader(DeadLetterHeaders.MAYBE_STARTED)
                        .filter("true"::equals)
                        .isPresent());
    }

    /** ISO-8601 with an offset or Z, or milliseconds since the epoch. */
    private static Optional<Instant> time(String text) {
        String trimmed = text.length() > MAX_TIME_LENGTH ? "" : text.strip();
        if (MILLIS.matcher(trimmed).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(trimmed)));
        }
        try {
            return Optional.of(Instant.parse(trimmed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
