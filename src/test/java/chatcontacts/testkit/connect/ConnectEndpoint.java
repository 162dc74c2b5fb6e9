package chatcontacts.testkit.connect;

import chatcontacts.testkit.connect.ConnectResponse.Refused;
import chatcontacts.testkit.connect.ConnectResponse.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole of the simulated Connect but for HTTP: model, faults, latency, records and contact events. Pure like the model:
 * time comes in as an argument, equal seeds give equal runs. Not thread-safe.
 *
 * <p>A caller plays the reply: it waits for the latency, delivers, and says {@link #finished} once for each call.
 */
public final class ConnectEndpoint {

    private final ConnectRules rules = new ConnectRules();
    private final ConnectModel model;
    private final FaultScript faults;
    private final EventChannel events;
    private final CallRecorder recorder = new CallRecorder();
    private final SplittableRandom latencies;
    private RandomDuration latency = RandomDuration.fixed(Duration.ZERO);
    private final Map<String, RandomDuration> latencyByInstance = new HashMap<>();

    public ConnectEndpoint(long seed) {
        this.model = new ConnectModel(rules, seed);
        this.faults = new FaultScript(seed + 2);
        this.events = new EventChannel(seed + 3);
        this.latencies = new SplittableRandom(seed + 5);
    }

    /** How a response reaches the client. */
    public enum Delivery {
        WHOLE,
        /** Half of the answer, then the end of the connection. */
        TRUNCATED,
        /** The connection is reset instead. */
        CUT
    }

    /**
     * What happens to one call.
     *
     * @param answer what Connect says; on CUT the client never hears it
     * @param latency from the call's arrival to the delivery
     */
    public record Reply(ConnectResponse answer, Delivery delivery, Duration latency) {}

    public ConnectRules rules() {
        return rules;
    }

    public ConnectModel model() {
        return model;
    }

    public FaultScript faults() {
        return faults;
    }

    public EventChannel events() {
        return events;
    }

    CallRecorder recorder() {
        return recorder;
    }

    /** A copy of all records. */
    public ConnectStats stats() {
        return recorder.stats(model, events);
    }

    /** Calls and contacts of that token; the instance by its bare id. */
    public TokenUse token(String instanceId, String clientToken) {
        return recorder.token(instanceId, clientToken);
    }

    /** How long answers take; no time unless set. */
    public ConnectEndpoint latency(RandomDuration latency) {
        this.latency = latency;
        return this;
    }

    /** How long answers for that instance (bare id) take. */
    public ConnectEndpoint latency(String instanceId, RandomDuration latency) {
        latencyByInstance.put(instanceId, latency);
        return this;
    }

    private Duration drawLatency(@Nullable String instanceId) {
        String instance = instanceId == null ? "" : ConnectModel.bareInstanceId(instanceId);
        return latencyByInstance.getOrDefault(instance, latency).sample(latencies);
    }

    /** One call arrives and is processed at once; its answer is under way for the latency. */
    public Reply call(@Nullable String instanceId, StartParams params, @Nullable String clientToken, Instant now) {
        return call(instanceId, params, clientToken, null, now);
    }

    Reply call(
            @Nullable String instanceId,
            StartParams params,
            @Nullable String clientToken,
            @Nullable String body,
            Instant now) {
        recorder.arrived(now);
        Duration delay = drawLatency(instanceId);
        Optional<CallFault> fault = faults.draw(instanceId, clientToken);
        Optional<ConnectResponse> spoken = fault.isPresent() ? unprocessed(fault.get()) : Optional.empty();
        ConnectResponse answer = spoken.orElseGet(() -> model.startChat(instanceId, params, clientToken, now));
        boolean created = answer instanceof Started started && !started.repeated();
        String kind = fault.map(it -> it.getClass().getSimpleName() + ":").orElse("") + answer.kind();
        recorder.answered(new ReceivedCall(now, instanceId, clientToken, params, body, kind), created);
        return fault.map(it -> spoilt(it, answer, delay)).orElseGet(() -> new Reply(answer, Delivery.WHOLE, delay));
    }

    /** What is said in the model's place, if the fault keeps the call from it. */
    private static Optional<ConnectResponse> unprocessed(CallFault fault) {
        return switch (fault) {
            case CallFault.CutBefore cut -> Optional.of(new Refused(ConnectError.SERVICE_UNAVAILABLE, "cut before"));
            case CallFault.Instead instead -> Optional.of(new Refused(instead.error(), "injected"));
            case CallFault.CutAfter cut -> Optional.empty();
            case CallFault.Truncated truncated -> Optional.empty();
            case CallFault.Late late -> Optional.empty();
            case CallFault.After after -> Optional.empty();
        };
    }

    private static Reply spoilt(CallFault fault, ConnectResponse answer, Duration delay) {
        return switch (fault) {
            case CallFault.CutBefore cut -> new Reply(answer, Delivery.CUT, delay);
            case CallFault.CutAfter cut -> new Reply(answer, Delivery.CUT, delay);
            case CallFault.Truncated truncated -> new Reply(answer, Delivery.TRUNCATED, delay);
            case CallFault.Late late -> new Reply(answer, Delivery.WHOLE, delay.plus(late.by()));
            case CallFault.Instead instead -> new Reply(answer, Delivery.WHOLE, delay);
            case CallFault.After after -> new Reply(new Refused(after.error(), "injected"), Delivery.WHOLE, delay);
        };
    }

    /** A call that cannot be taken for a StartChatContact call: answered at once, counted, not processed. */
    Reply refuse(ConnectError error, String message, Instant now) {
        recorder.arrived(now);
        recorder.answered(error.code());
        return new Reply(new Refused(error, message), Delivery.WHOLE, Duration.ZERO);
    }

    /** A call's answer was delivered, or its client has gone. */
    public void finished() {
        recorder.left();
    }

    /** Puts the events of what has happened so far on their way. */
    void collectEvents(Instant now) {
        events.post(model.advance(now));
    }

    /** Lets time pass; yields the contact events that have arrived, as EventBridge's JSON. */
    public List<String> advance(Instant now) {
        collectEvents(now);
        return events.arrived(now);
    }

    /** When {@link #advance} next has something to do. A call or an ended chat brings it forward. */
    public Optional<Instant> nextChange() {
        return Stream.of(model.nextChange(), events.nextDue())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
