package chatcontacts.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.DispatchSettings.InstanceSettings;
import chatcontacts.dispatch.DispatchSettings.LaneSettings;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.PaceLimits;
import chatcontacts.domain.admission.Sight;
import chatcontacts.domain.call.Answer;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.ChatRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.HopCodec;
import chatcontacts.wire.HopMessage;
import chatcontacts.wire.HopMessage.ChatSeen;
import chatcontacts.wire.HopMessage.Request;
import chatcontacts.wire.Original;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine of one lane on a table in memory. Time passes when a test says so, calls are answered by hand, every draw is one
 * half: holds last 125 ms at first, retries come after 100 ms, then twice as long each time. The pace hardly limits.
 */
final class EngineFixture implements Outbox {

    static final String LANE = "default";

    final List<Call> calls = new ArrayList<>();
    final List<Result> results = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final MemoryTable table = new MemoryTable();
    Engine engine;
    long nowMs = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long wakeAtMs;
    int commits;
    boolean admits = true;

    private final DispatchSettings settings;
    private long offset;

    /** A call that went out. */
    record Call(RequestId id, long number, StartChat parameters, String clientToken) {}

    EngineFixture(int quota, Sight.Mode sight) {
        this(quota, sight, 1_000, 1_000, 100);
    }

    EngineFixture(int quota, Sight.Mode sight, double rate, double burst, int inFlightMax) {
        InstanceSettings any = new InstanceSettings(quota, sight);
        settings = new DispatchSettings(
                Map.of(LANE, new LaneSettings(new PaceLimits(rate, burst), inFlightMax, Map.of(), any)),
                3,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Duration.ofHours(2));
        restart();
        pass(Duration.ofSeconds(1));
    }

    /** A new owner takes over from what is in the table; answers to older calls do not reach it. */
    void restart() {
        engine = new Engine(settings, table, this, DispatchMeter.SILENT, this::read, () -> Long.MIN_VALUE, nowMs);
        wakeAtMs = nowMs;
    }

    /** The new owner's first token comes a moment later. */
    void restartAndGoOn() {
        restart();
        pass(Duration.ofMillis(20));
    }

    private ChatRequest read(byte[] value, int ignored) {
        String flow = new String(value, StandardCharsets.UTF_8);
        if (flow.equals("unreadable")) {
            throw new IllegalArgumentException("not a request");
        }
        return new ChatRequest(
                StartChat.of("ARN of it", flow, "customer"), Optional.empty(), Optional.empty(), 5, Optional.empty());
    }

    /** What a test asks for; starts within an hour unless it says otherwise. */
    record Ask(
            String instance,
            String token,
            String flow,
            int content,
            int priority,
            Duration patience,
            int redriveCount) {
        static Ask of(String token) {
            return new Ask("i1", token, "flow", 1, 5, Duration.ofHours(1), 0);
        }

        Ask instance(String id) {
            return new Ask(id, token, flow, content, priority, patience, redriveCount);
        }

        Ask flow(String id) {
            return new Ask(instance, token, id, content, priority, patience, redriveCount);
        }

        Ask content(int other) {
            return new Ask(instance, token, flow, other, priority, patience, redriveCount);
        }

        Ask priority(int number) {
            return new Ask(instance, token, flow, content, number, patience, redriveCount);
        }

        Ask patience(Duration longest) {
            return new Ask(instance, token, flow, content, priority, longest, redriveCount);
        }

        Ask redrive(int count) {
            return new Ask(instance, token, flow, content, priority, patience, count);
        }
    }

    long request(String token) {
        return request(Ask.of(token));
    }

    /** A request arrives. Returns the offset of its record. */
    long request(Ask ask) {
        Envelope envelope = new Envelope(
                ask.instance(),
                ask.token(),
                Simulation.fingerprint(ask.content()),
                ask.priority(),
                now().plus(ask.patience()),
                Optional.empty(),
                now(),
                ask.redriveCount());
        byte[] value = ask.flow().getBytes(StandardCharsets.UTF_8);
        Original original = new Original(new Source("chat-requests", 0, offset), now(), null, value, List.of());
        accept(new HopMessage.Request(envelope, original, new InOriginal(0)));
        return offset++;
    }

    void cancel(String token) {
        accept(new HopMessage.Cancellation("i1", token));
    }

    void opened(String chat, String segment) {
        accept(new ChatSeen("i1", segment, chat, ChatSeen.Kind.OPEN, now()));
    }

    void ended(String chat, String segment) {
        accept(new ChatSeen("i1", segment, chat, ChatSeen.Kind.ENDED, now()));
    }

    void accept(HopMessage message) {
        acceptBytes(LANE, HopCodec.toBytes(message));
    }

    void acceptBytes(String lane, byte[] bytes) {
        engine.accept(lane, new Original(new Source("chat-dispatch", 0, 7), now(), null, bytes, List.of()), nowMs);
        step();
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void step() {
        wakeAtMs = engine.step(admits, nowMs);
    }

    /** Time passes; the engine is woken whenever it asked for it. */
    void pass(Duration duration) {
        long endMs = nowMs + duration.toMillis();
        while (wakeAtMs <= endMs) {
            nowMs = Math.max(nowMs + 1, wakeAtMs);
            step();
        }
        nowMs = Math.max(nowMs, endMs);
    }

    /** The last call for that token. */
    Call call(String token) {
        return calls.stream()
                .filter(call -> call.clientToken().equals(token))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no call for " + token));
    }

    void answer(String token, Answer answer) {
        answer(call(token), answer);
    }

    void answer(Call call, Answer answer) {
        engine.settle(new Delivery(LANE, call.id(), call.number(), answer), nowMs);
        step();
    }

    /** The chat's contact id is the token behind "chat of". */
    void start(String token) {
        answer(token, started(token));
    }

    static Answer started(String token) {
        return new Answer.Started("chat of " + token, "participant", "secret", Optional.empty(), Optional.empty());
    }

    static Answer full() {
        return new Answer.QuotaFull("LimitExceededException", Optional.of("aws-1"));
    }

    static Answer throttled() {
        return new Answer.Throttled("TooManyRequests", Optional.empty());
    }

    static Answer unavailable() {
        return new Answer.Unavailable("InternalServiceException", Optional.of("aws-2"));
    }

    static Answer unanswered() {
        return new Answer.Unanswered("timeout", Optional.empty());
    }

    static Answer denied() {
        return new Answer.AccessDenied("AccessDeniedException", Optional.empty());
    }

    static Answer noCredentials() {
        return new Answer.CredentialsRefused("ExpiredTokenException", Optional.empty());
    }

    static Answer rejected() {
        return new Answer.Rejected("InvalidRequestException", Optional.of("aws-3"));
    }

    /** The tokens that were called, in order. */
    List<String> called() {
        return calls.stream().map(Call::clientToken).toList();
    }

    LaneView.InstanceView view(String instance) {
        return engine.views(nowMs).get(0).instances().stream()
                .filter(it -> it.instanceId().equals(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is known of " + instance));
    }

    LaneView lane() {
        return engine.views(nowMs).get(0);
    }

    Result result(long record) {
        List<Result> found =
                results.stream().filter(it -> it.source().offset() == record).toList();
        assertThat(found).as("results of record " + record).hasSize(1);
        return found.get(0);
    }

    /** The reason of that record's failure, of which there must be a result and a dead letter. */
    Reason failure(long record) {
        assertThat(deadLetters.stream()
                        .filter(it -> it.original().source().offset() == record)
                        .count())
                .as("dead letters of record " + record)
                .isEqualTo(1);
        return ((Outcome.Failed) result(record).outcome()).reason();
    }

    boolean isStarted(long record) {
        return result(record).outcome() instanceof Outcome.Started;
    }

    boolean isOpen(long record) {
        return results.stream().noneMatch(it -> it.source().offset() == record);
    }

    @Override
    public void result(Result result, Original original) {
        results.add(result);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        deadLetters.add(letter);
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        String clientToken = request.envelope().clientToken();
        calls.add(new Call(id, number, call, clientToken));
    }

    @Override
    public void commitWithin(long ms) {
        commits++;
    }
}
