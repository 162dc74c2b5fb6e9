package chatcontacts.dispatch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.ProbePolicy;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.format.NewerFormatException;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.FormerRounds;
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
 * half: holds last 125 ms at first, retries come after 100 ms, then twice as long each time. The rate limit hardly matters.
 */
public final class EngineFixture implements EngineEffects {

    public static final String LANE = "default";

    /** As by default. */
    public static final ProbePolicy PROBES = new ProbePolicy(0.1, 0.4);

    final List<Call> calls = new ArrayList<>();
    final List<ContactQuestion> questions = new ArrayList<>();
    final List<Result> results = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final List<SentMessage> sent = new ArrayList<>();
    final List<ControlLogEntry> controlLog = new ArrayList<>();
    public final MemoryTable table = new MemoryTable();
    Engine engine;
    public long nowMs = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    long wakeAtMs;
    int commits;
    boolean admits = true;

    /** Whether the credentials of the lane are there. */
    boolean ready = true;

    private final DispatchSettings settings;

    /** What the next owner knows. */
    FormatVersions formats = FormatVersions.CURRENT;

    /** What operators may set at most. */
    DispatchSettings.LaneMaxima maxima = DispatchSettings.LaneMaxima.NONE;

    boolean knowsNewerSchema;

    /** How the next owner is configured. */
    Map<String, LaneLimits> lanes;

    boolean settlesRemoved;
    private long offset;

    /** A message to a lane. */
    record SentMessage(String lane, DispatchMessage message) {}

    /** A call that went out. */
    record Call(String lane, RequestId id, long number, StartChat parameters, String clientToken) {}

    public EngineFixture(int quota, ChatEndVisibility.Mode visibility) {
        this(quota, visibility, 1_000, 1_000, 100);
    }

    public EngineFixture(int quota, ChatEndVisibility.Mode visibility, double rate, double burst, int inFlightMax) {
        this(quota, visibility, rate, burst, inFlightMax, Optional.empty());
    }

    /** @param lookups the rate at which doubtful chats are asked for */
    EngineFixture(
            int quota,
            ChatEndVisibility.Mode visibility,
            double rate,
            double burst,
            int inFlightMax,
            Optional<RateLimit> lookups) {
        InstanceLimits any = InstanceLimits.configured(quota, visibility);
        settings = new DispatchSettings(
                Map.of(
                        LANE,
                        new LaneLimits(
                                Optional.of("eu-central-1"),
                                Limit.configured(new RateLimit(rate, burst)),
                                inFlightMax,
                                Map.of(),
                                any,
                                true,
                                lookups)),
                3,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        lanes = settings.lanes();
        restart();
        pass(Duration.ofSeconds(1));
    }

    /** A new owner takes over from what is in the table; answers to older calls do not reach it. */
    void restart() {
        DispatchSettings its = new DispatchSettings(
                lanes,
                settings.maxAttempts(),
                settings.retry(),
                settings.hold(),
                settings.dedupRetention(),
                settings.tokenRetention(),
                settings.probes(),
                settings.preferredLanes(),
                formats,
                settlesRemoved,
                Map.of(LANE, maxima));
        engine = new Engine(its, table, this, DispatchMetrics.SILENT, this::read, () -> Long.MIN_VALUE, nowMs);
        wakeAtMs = nowMs;
    }

    /** The new owner's first token comes a moment later. */
    void restartAndGoOn() {
        restart();
        pass(Duration.ofMillis(20));
    }

    private DecodedRequest read(long schema, byte[] value, int ignored) {
        String flow = new String(value, StandardCharsets.UTF_8);
        if (flow.equals("unreadable")) {
            throw new IllegalArgumentException("not a request");
        }
        if (flow.equals("newer schema") && !knowsNewerSchema) {
            throw new NewerFormatException("request schema 7");
        }
        return new DecodedRequest(
                flow.startsWith("related") ? related(flow) : StartChat.of("ARN of it", flow, "customer"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.empty());
    }

    private static StartChat related(String flow) {
        return new StartChat(
                "ARN of it",
                flow,
                "customer",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("another contact"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a test asks for; starts within an hour unless it says otherwise. */
    public record Ask(
            String instance,
            String token,
            String flow,
            int content,
            int priority,
            Duration patience,
            int redriveCount) {
        public static Ask of(String token) {
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

        public Ask priority(int number) {
            return new Ask(instance, token, flow, content, number, patience, redriveCount);
        }

        Ask patience(Duration longest) {
            return new Ask(instance, token, flow, content, priority, longest, redriveCount);
        }

        Ask redrive(int count) {
            return new Ask(instance, token, flow, content, priority, patience, count);
        }
    }

    public long request(String token) {
        return request(Ask.of(token));
    }

    /** A request arrives. Returns the offset of its record. */
    public long request(Ask ask) {
        return request(ask, FormatVersions.CURRENT);
    }

    /** A request arrives from an intake that writes that format. */
    long request(Ask ask, FormatVersions written) {
        return request(ask, FormerRounds.none(now()), written);
    }

    /** The original of that dead letter is sent again, with what its headers know. */
    long redrive(Ask ask, DeadLetter letter) {
        FormerRounds rounds = new FormerRounds(
                letter.firstSeen(), letter.calls().firstCallAt(), letter.calls().maybeStarted());
        return request(ask.redrive(letter.redriveCount() + 1), rounds, FormatVersions.CURRENT);
    }

    private long request(Ask ask, FormerRounds rounds, FormatVersions written) {
        Envelope envelope = new Envelope(
                ask.instance(),
                ask.token(),
                Simulation.fingerprint(ask.content()),
                ask.priority(),
                now().plus(ask.patience()),
                Optional.empty(),
                now(),
                ask.redriveCount(),
                Optional.empty(),
                Optional.empty(),
                rounds,
                Optional.empty());
        byte[] value = ask.flow().getBytes(StandardCharsets.UTF_8);
        Original original = new Original(new Source("chat-requests", 0, offset), now(), null, value, List.of());
        acceptBytes(
                LANE,
                DispatchCodec.toBytes(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)), written));
        return offset++;
    }

    public void cancel(String token) {
        accept(new DispatchMessage.Cancellation("i1", token));
    }

    void opened(String chat, String segment) {
        accept(new ChatSeen("i1", segment, chat, ChatSeen.Kind.OPEN, now(), ChatSeen.Regions.NONE));
    }

    void ended(String chat, String segment) {
        accept(new ChatSeen("i1", segment, chat, ChatSeen.Kind.ENDED, now(), ChatSeen.Regions.NONE));
    }

    void accept(DispatchMessage message) {
        acceptBytes(LANE, DispatchCodec.toBytes(message));
    }

    void acceptBytes(String lane, byte[] bytes) {
        engine.accept(lane, new Original(new Source("chat-dispatch", 0, 7), now(), null, bytes, List.of()), nowMs);
        step();
    }

    /** What was sent to lanes comes to them, and what that makes them send. */
    void deliver() {
        while (!sent.isEmpty()) {
            SentMessage next = sent.removeFirst();
            acceptBytes(next.lane(), DispatchCodec.toBytes(next.message()));
        }
    }

    public Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void change(LimitChange change) {
        engine.change(change, nowMs);
        step();
    }

    /** The quota of an instance that holds now, whether it has anything to do or not. */
    int limit(String instance) {
        request(Ask.of("limit of " + instance + offset).instance(instance));
        return view(instance).quota();
    }

    void step() {
        wakeAtMs = engine.step(admits, nowMs);
    }

    /** Time passes; the engine is woken whenever it asked for it. */
    public void pass(Duration duration) {
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

    public void answer(String token, CallResult answer) {
        answer(call(token), answer);
    }

    public void answer(Call call, CallResult answer) {
        engine.settle(new CompletedCall(call.lane(), call.id(), call.number(), answer), nowMs);
        step();
    }

    void answer(ContactQuestion question, LookupResult result) {
        engine.lookedUp(question, result, nowMs);
        step();
    }

    /** The chat's contact id is the token behind "chat of". */
    public void start(String token) {
        answer(token, started(token));
    }

    public static CallResult started(String token) {
        return new CallResult.ChatStarted(
                "chat of " + token,
                "participant",
                ParticipantCredentials.of("secret"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public static CallResult full() {
        return new CallResult.QuotaFull("LimitExceededException", Optional.of("aws-1"));
    }

    public static CallResult throttled() {
        return new CallResult.Throttled("TooManyRequests", Optional.empty(), true);
    }

    public static CallResult unavailable() {
        return new CallResult.Unavailable("InternalServiceException", Optional.of("aws-2"));
    }

    public static CallResult unanswered() {
        return new CallResult.Unanswered("timeout", Optional.empty());
    }

    public static CallResult denied() {
        return new CallResult.AccessDenied("AccessDeniedException", Optional.empty());
    }

    public static CallResult noCredentials() {
        return new CallResult.CredentialsRejected("ExpiredTokenException", Optional.empty());
    }

    public static CallResult rejected() {
        return new CallResult.Rejected("InvalidRequestException", Optional.of("aws-3"));
    }

    /** The tokens that were called, in order. */
    List<String> called() {
        return calls.stream().map(Call::clientToken).toList();
    }

    public LaneSnapshot.InstanceSnapshot view(String instance) {
        return engine.snapshots(nowMs).get(0).instances().stream()
                .filter(it -> it.instanceId().equals(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is known of " + instance));
    }

    LaneSnapshot lane() {
        return engine.snapshots(nowMs).get(0);
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
    public boolean readyToCall(String lane) {
        return ready;
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        String clientToken = request.envelope().clientToken();
        calls.add(new Call(lane, id, number, call, clientToken));
    }

    @Override
    public void control(ControlLogEntry entry) {
        controlLog.add(entry);
    }

    @Override
    public void send(String lane, DispatchMessage message) {
        sent.add(new SentMessage(lane, message));
    }

    @Override
    public int fence(String lane, long nonce) {
        send(lane, new DispatchMessage.Fence(nonce));
        return 1;
    }

    @Override
    public void lookUp(ContactQuestion question) {
        questions.add(question);
    }

    @Override
    public void commitWithin(long ms) {
        commits++;
    }
}
