package chatcontacts.intake;

import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.Fingerprints;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.Resolution;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.domain.request.RegionRules;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.domain.request.RequestDecoder.Malformed;
import chatcontacts.domain.request.RequestDecoder.OtherType;
import chatcontacts.domain.request.RequestDecoder.RegistryUnavailable;
import chatcontacts.domain.request.RequestRules;
import chatcontacts.domain.request.StartChat;
import chatcontacts.domain.request.TokenWindow;
import chatcontacts.intake.ValidationResult.Accepted;
import chatcontacts.intake.ValidationResult.RejectedRecord;
import chatcontacts.intake.ValidationResult.ResultFields;
import chatcontacts.intake.ValidationResult.SkippedRecord;
import chatcontacts.intake.ValidationResult.Undecided;
import chatcontacts.wire.ClientTokens;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Validates a record of the request topic. Calls the registry at most once per attempt, writes nothing, and always returns a
 * result: a bug in decoding a record makes it MALFORMED, with the stack frames in its dead letter, instead of blocking all
 * later records.
 */
final class RequestValidator {

    /** A result carries the request's headers on, and the result topic has Kafka's ordinary limit of 1 MiB. */
    static final int MAX_HEADER_BYTES = 256 * 1024;

    private static final int MAX_MESSAGE_LENGTH = 2000;

    /** The longest id of a flow that a valid request has. */
    private static final int MAX_SHOWN_FLOW = 500;

    private final RequestDecoder decoder;
    private final RequestRules rules;
    private final LaneDirectory lanes;
    private final FormatVersions formats;
    private final IntakeSettings settings;

    RequestValidator(
            RequestDecoder decoder,
            RequestRules rules,
            LaneDirectory lanes,
            FormatVersions formats,
            IntakeSettings settings) {
        this.decoder = decoder;
        this.rules = rules;
        this.lanes = lanes;
        this.formats = formats;
        this.settings = settings;
    }

    ValidationResult validate(Original original, Instant acceptedAt) {
        RequestHeaders headers = RequestHeaders.of(original);
        try {
            return decide(original, headers, acceptedAt);
        } catch (InterruptException e) {
            throw e;
        } catch (RetriableException e) {
            return new Undecided(e.getClass().getName());
        } catch (RuntimeException | StackOverflowError e) {
            return malformed(
                    original,
                    headers,
                    "reading the record failed with " + e.getClass().getName(),
                    Optional.of(e));
        }
    }

    private ValidationResult decide(Original original, RequestHeaders headers, Instant acceptedAt) {
        byte[] value = original.value();
        if (value == null) {
            return malformed(original, headers, "the record has no value", Optional.empty());
        }
        Optional<byte[]> schemaId = original.lastBytes(RequestDecoder.SCHEMA_ID_HEADER);
        return switch (decoder.decode(original.source().topic(), value, schemaId)) {
            case OtherType it when settings.skipsOtherTypes() -> new SkippedRecord();
            case OtherType it -> malformed(original, headers, it.problem(), Optional.empty());
            case Malformed it -> malformed(original, headers, it.problem(), it.cause());
            case RegistryUnavailable it -> new Undecided(it.problem());
            case Decoded it -> examine(original, headers, it, acceptedAt);
        };
    }

    private static RejectedRecord malformed(
            Original original, RequestHeaders headers, String problem, Optional<? extends Throwable> cause) {
        return new RejectedRecord(
                Reason.MALFORMED,
                cut(problem, MAX_MESSAGE_LENGTH),
                cause.map(RedactedStackTrace::of),
                token(original, headers.clientToken()),
                Optional.empty());
    }

    private ValidationResult examine(Original original, RequestHeaders headers, Decoded decoded, Instant acceptedAt) {
        Optional<String> given = decoded.request()
                .clientToken()
                .filter(token -> !token.isBlank())
                .or(headers::clientToken);
        String token = token(original, given);
        DecodedRequest request = effective(decoded.request(), given.orElse(token), headers);
        String instance = request.call().instanceId();
        Optional<InstanceRef> named = InstanceRef.parse(instance).map(headers::inRegion);
        Optional<Resolution> resolution = named.map(lanes::resolve);
        ResultFields fields = new ResultFields(
                named.map(InstanceRef::id).orElseGet(() -> cut(instance, InstanceRef.MAX_LENGTH)),
                named.flatMap(it -> region(it, resolution)),
                request.requestedAt(),
                cut(request.call().contactFlowId(), MAX_SHOWN_FLOW));

        Instant deadline = Deadline.of(
                request.startBy(),
                request.notBefore(),
                original.timestamp(),
                acceptedAt,
                settings.maxWait(),
                headers.firstCallAt());
        List<Fault> faults = faults(original, request, headers);
        if (faults.isEmpty()) {
            beginning(request, acceptedAt, deadline, faults);
        }
        if (faults.isEmpty() && resolution.isEmpty()) {
            faults.add(new Fault("instanceId", "must be an instance's id or ARN"));
        }
        if (!faults.isEmpty()) {
            return rejected(Reason.INVALID, text(faults), token, fields);
        }
        return switch (resolution.orElseThrow()) {
            case NotServed it -> rejected(Reason.UNKNOWN_INSTANCE, "instanceId: " + it.sentence(), token, fields);
            case Served it -> {
                List<Fault> elsewhere = RegionRules.check(request.call(), it.region());
                if (!elsewhere.isEmpty()) {
                    yield rejected(Reason.INVALID, text(elsewhere), token, fields);
                }
                StartChat call = request.call().withInstanceId(it.instanceId());
                Envelope envelope = new Envelope(
                                call.instanceId(),
                                token,
                                Fingerprints.of(call),
                                request.priority(),
                                deadline,
                                request.requestedAt(),
                                acceptedAt,
                                headers.redriveCount(),
                                request.notBefore(),
                                request.fairnessKey())
                        .after(headers.formerRounds(acceptedAt));
                yield accepted(it.lane(), new DispatchMessage.Request(envelope, original, decoded.body()), fields);
            }
        };
    }

    private ValidationResult accepted(String lane, DispatchMessage.Request request, ResultFields fields) {
        byte[] message = DispatchCodec.toBytes(request, formats);
        int most = settings.maxRecordBytes() - RecordSize.DISPATCH_MARGIN;
        if (message.length > most) {
            return rejected(
                    Reason.INVALID,
                    "the record takes " + message.length + " bytes with its key and headers, allowed are " + most,
                    request.envelope().clientToken(),
                    fields);
        }
        return new Accepted(lane, message);
    }

    /** The Region of the lane, or else of the ARN. */
    private static Optional<String> region(InstanceRef named, Optional<Resolution> resolution) {
        return resolution
                .flatMap(it -> it instanceof Served served ? served.region() : Optional.<String>empty())
                .or(() -> named.region().filter(InstanceRef::isRegion));
    }

    private static String text(List<Fault> faults) {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
    }

    /** The request with the token and the deadline that count for it. */
    private static DecodedRequest effective(DecodedRequest request, String token, RequestHeaders headers) {
        DecodedRequest named = request.withClientToken(token);
        return headers.startBy().map(named::withStartBy).orElse(named);
    }

    private List<Fault> faults(Original original, DecodedRequest request, RequestHeaders headers) {
        List<Fault> faults = new ArrayList<>(rules.check(request));
        if (headers.startByUnreadable()) {
            faults.add(new Fault(
                    "header " + DeadLetterHeaders.START_BY,
                    "must be a time in ISO-8601, or milliseconds since the epoch"));
        }
        long carried = RecordSize.of(original.headers().stream()
                .filter(header -> !DeadLetterHeaders.isReserved(header.key()))
                .toList());
        if (carried > MAX_HEADER_BYTES) {
            faults.add(new Fault("headers", carried + " bytes, allowed are at most " + MAX_HEADER_BYTES + ""));
        }
        return faults;
    }

    /** A request that must wait until its time is over could only expire. */
    private static void beginning(DecodedRequest request, Instant acceptedAt, Instant deadline, List<Fault> faults) {
        request.notBefore()
                .filter(it -> it.isAfter(acceptedAt) && !it.isBefore(deadline))
                .ifPresent(it -> faults.add(new Fault(
                        "notBefore",
                        "must be within " + TokenWindow.MAX_WAIT.toDays()
                                + " days of the record's arrival and of the first call for it")));
    }

    /** The given token, or the derived one where there is none or it is too long to be anyone's. */
    private static String token(Original original, Optional<String> given) {
        return given.filter(ClientTokens::isOfUse).orElseGet(() -> ClientTokens.derive(original));
    }

    private static RejectedRecord rejected(Reason reason, String message, String token, ResultFields fields) {
        return new RejectedRecord(
                reason, cut(message, MAX_MESSAGE_LENGTH), Optional.empty(), token, Optional.of(fields));
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "...";
    }
}
