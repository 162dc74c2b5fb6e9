package chatcontacts.wire;

import chatcontacts.domain.request.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of a dead letter: the original's in their order, then ours. Those that we write replace what an earlier round
 * left under the same name. The {@code __streams.errors.*} names are those of Kafka Streams' own handler (KIP-1034), so that
 * tools know them.
 */
public final class DeadLetterHeaders {

    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String STACK_TRACE = "__streams.errors.stacktrace";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    public static final String REASON = "chat.reason";
    public static final String ERROR_CODE = "chat.error.code";
    public static final String ATTEMPTS = "chat.attempts";
    public static final String CLIENT_TOKEN = "chat.client.token";
    public static final String FIRST_SEEN = "chat.first.seen";
    public static final String FAILED_AT = "chat.failed.at";
    public static final String FIRST_CALL_AT = "chat.first.call.at";
    public static final String MAYBE_STARTED = "chat.maybe.started";
    public static final String AWS_REQUEST_ID = "chat.aws.request.id";
    public static final String SERVICE_VERSION = "chat.service.version";
    public static final String REGION = "chat.region";
    public static final String REDRIVE_COUNT = "chat.redrive.count";

    /** Sent by a redrive whose request's own startBy has passed: ISO-8601, or milliseconds since the epoch. */
    public static final String START_BY = "chat.start.by";

    private static final Set<String> OURS = Set.of(
            EXCEPTION,
            MESSAGE,
            STACK_TRACE,
            TOPIC,
            PARTITION,
            OFFSET,
            REASON,
            ERROR_CODE,
            ATTEMPTS,
            CLIENT_TOKEN,
            FIRST_SEEN,
            FAILED_AT,
            FIRST_CALL_AT,
            MAYBE_STARTED,
            AWS_REQUEST_ID,
            SERVICE_VERSION,
            REGION,
            REDRIVE_COUNT);

    /** Confluent's serializers of release 8 may name a record's schemas here: those of the request, not those of its result. */
    private static final Set<String> SCHEMA_IDS = Set.of(RequestDecoder.SCHEMA_ID_HEADER, "__key_schema_id");

    private static final Set<String> KEPT_BY_A_REDRIVE =
            Set.of(CLIENT_TOKEN, FIRST_SEEN, FIRST_CALL_AT, MAYBE_STARTED, REGION);

    private DeadLetterHeaders() {}

    /** Whether a header belongs to this service, to Kafka Streams or to the value, and so is never copied to a result. */
    public static boolean isReserved(String name) {
        return name.startsWith("chat.") || name.startsWith("__streams.") || SCHEMA_IDS.contains(name);
    }

    /** The headers of that dead letter, as written by that version of the service. */
    public static Headers of(DeadLetter deadLetter, String serviceVersion) {
        Headers headers = EmptyHeaders.create();
        for (Original.Header header : deadLetter.original().headers()) {
            if (!OURS.contains(header.key())) {
                headers.add(header.key(), header.value());
            }
        }
        var source = deadLetter.original().source();
        put(headers, EXCEPTION, deadLetter.reason().name());
        put(headers, MESSAGE, deadLetter.failure().message());
        put(headers, STACK_TRACE, deadLetter.stackTrace());
        put(headers, TOPIC, source.topic());
        put(headers, PARTITION, Integer.toString(source.partition()));
        put(headers, OFFSET, Long.toString(source.offset()));
        put(headers, REASON, deadLetter.reason().name());
        put(headers, ERROR_CODE, deadLetter.failure().errorCode());
        put(headers, ATTEMPTS, Integer.toString(deadLetter.calls().attempts()));
        put(headers, CLIENT_TOKEN, deadLetter.clientToken());
        put(headers, FIRST_SEEN, deadLetter.firstSeen().toString());
        put(headers, FAILED_AT, deadLetter.failedAt().toString());
        put(headers, FIRST_CALL_AT, deadLetter.calls().firstCallAt().map(Instant::toString));
        put(headers, MAYBE_STARTED, Boolean.toString(deadLetter.calls().maybeStarted()));
        put(headers, AWS_REQUEST_ID, deadLetter.calls().awsRequestId());
        put(headers, SERVICE_VERSION, serviceVersion);
        put(headers, REGION, deadLetter.region());
        put(headers, REDRIVE_COUNT, Integer.toString(deadLetter.redriveCount()));
        return headers;
    }

    /** The headers of a result: those of the request, without reserved ones. */
    public static Headers ofResult(Original original) {
        Headers headers = EmptyHeaders.create();
        for (Original.Header header : original.headers()) {
            if (!isReserved(header.key())) {
                headers.add(header.key(), header.value());
            }
        }
        return headers;
    }

    /**
     * The headers of a dead letter's original, sent again: without what we wrote about the failure, but with the token, the count
     * of this round, and what former rounds know of calls, so that the token's window and its Region are kept.
     *
     * @param deadLetter its headers
     * @param clientToken for a dead letter that names none
     * @param redriveCount of the round that begins
     * @param startBy replaces the deadline of the request; empty: it stays
     */
    public static Headers ofRedrive(
            Headers deadLetter, Optional<String> clientToken, int redriveCount, Optional<Instant> startBy) {
        Headers headers = EmptyHeaders.create();
        for (Header header : deadLetter) {
            String name = header.key();
            boolean replaced = name.equals(REDRIVE_COUNT) || (name.equals(START_BY) && startBy.isPresent());
            if (!replaced && (!OURS.contains(name) || KEPT_BY_A_REDRIVE.contains(name))) {
                headers.add(name, header.value());
            }
        }
        if (headers.lastHeader(CLIENT_TOKEN) == null) {
            put(headers, CLIENT_TOKEN, clientToken);
        }
        put(headers, REDRIVE_COUNT, Integer.toString(redriveCount));
        put(headers, START_BY, startBy.map(Instant::toString));
        return headers;
    }

    private static void put(Headers headers, String name, Optional<String> value) {
        value.ifPresent(text -> put(headers, name, text));
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
