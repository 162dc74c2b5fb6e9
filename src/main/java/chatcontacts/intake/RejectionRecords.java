package chatcontacts.intake;

import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.intake.ValidationResult.RejectedRecord;
import chatcontacts.intake.ValidationResult.ResultFields;
import chatcontacts.wire.ClientTokens;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DeadLetter.CallHistory;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.EmptyHeaders;
import chatcontacts.wire.Original;
import chatcontacts.wire.UnreadRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/** Writes what leaves intake for a rejected record: always a dead letter, and a FAILED result where there is an answer. */
final class RejectionRecords {

    /** {@code chat.error.code} of a dead letter that could not carry all of its original: a redrive has nothing to send. */
    static final String CUT = "RECORD_TOO_LARGE";

    private static final int DEAD_LETTER_MARGIN = 4 * 1024;

    private final IntakeSettings settings;

    RejectionRecords(IntakeSettings settings) {
        this.settings = settings;
    }

    /**
     * The dead letter. A producer with larger limits, or one that compresses, can write an original that no dead letter can
     * hold: then it carries what fits (headers and key before value), says so, and names the coordinates at which the original
     * remains for as long as its topic retains it.
     */
    Record<byte[], Object> deadLetter(
            Original original, RejectedRecord rejected, Instant acceptedAt, Instant failedAt, long timestamp) {
        RequestHeaders headers = RequestHeaders.of(original);
        List<Original> candidates = List.of(
                original,
                new Original(original.source(), original.timestamp(), original.key(), null, original.headers()),
                new Original(original.source(), original.timestamp(), null, null, original.headers()),
                new Original(original.source(), original.timestamp(), null, null, List.of()));
        Headers written = EmptyHeaders.create();
        Original carried = original;
        for (Original candidate : candidates) {
            carried = candidate;
            written = DeadLetterHeaders.of(
                    letter(original, candidate, rejected, headers, acceptedAt, failedAt), settings.serviceVersion());
            if (RecordSize.of(carried.key(), carried.value(), written)
                    <= settings.maxRecordBytes() - DEAD_LETTER_MARGIN) {
                break;
            }
        }
        return new Record<>(carried.key(), carried.value(), timestamp, written);
    }

    /** The dead letter of records that were not read: where they lie and why, and nothing of their own. */
    Record<byte[], Object> unread(Source source, Instant timestamp, UnreadRecords unread, long nowMs) {
        Original empty = new Original(source, timestamp, null, null, List.of());
        Instant now = Instant.ofEpochMilli(nowMs);
        DeadLetter letter = new DeadLetter(
                empty,
                new Outcome.Failed(
                        Reason.MALFORMED,
                        Optional.of(CUT),
                        unread.sentence() + "; " + missing(empty)
                                + " left out, the original remains at its coordinates"),
                Optional.empty(),
                Optional.of(ClientTokens.derive(empty)),
                0,
                Optional.empty(),
                now,
                now,
                CallHistory.NONE,
                Optional.empty());
        return new Record<>(null, null, nowMs, DeadLetterHeaders.of(letter, settings.serviceVersion()));
    }

    private static DeadLetter letter(
            Original original,
            Original carried,
            RejectedRecord rejected,
            RequestHeaders headers,
            Instant acceptedAt,
            Instant failedAt) {
        boolean whole = carried.equals(original);
        String message = whole
                ? rejected.message()
                : rejected.message() + "; too large for a dead letter: " + missing(carried)
                        + " left out, the original remains at its coordinates";
        return new DeadLetter(
                carried,
                new Outcome.Failed(rejected.reason(), whole ? Optional.empty() : Optional.of(CUT), message),
                rejected.stackTrace(),
                Optional.of(rejected.clientToken()),
                headers.redriveCount(),
                rejected.resultFields().flatMap(ResultFields::region).or(headers::region),
                headers.formerRounds(acceptedAt).firstSeen(),
                failedAt,
                CallHistory.ofFormerRounds(headers.firstCallAt(), headers.maybeStarted()),
                rejected.resultFields().map(ResultFields::contactFlowId));
    }

    private static String missing(Original carried) {
        if (carried.key() != null) {
            return "its value is";
        }
        return carried.headers().isEmpty() ? "its value, key and headers are" : "its value and key are";
    }

    /** The FAILED result of a request that could be decoded. */
    Record<byte[], Object> result(
            Original original,
            RejectedRecord rejected,
            ResultFields fields,
            Instant acceptedAt,
            Instant settledAt,
            long timestamp) {
        Result result = new Result(
                fields.instanceId(),
                rejected.clientToken(),
                new Outcome.Failed(rejected.reason(), Optional.empty(), rejected.message()),
                0,
                fields.requestedAt(),
                acceptedAt,
                settledAt,
                false,
                original.source(),
                fields.region());
        Headers headers = DeadLetterHeaders.ofResult(original);
        boolean fit = RecordSize.of(null, null, headers) <= RequestValidator.MAX_HEADER_BYTES + 128;
        return new Record<>(
                rejected.clientToken().getBytes(StandardCharsets.UTF_8),
                result,
                timestamp,
                fit ? headers : EmptyHeaders.create());
    }
}
