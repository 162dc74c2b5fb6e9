package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.admission.Backoff;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.admission.RateLimit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.ConnectResponse;
import chatcontacts.testkit.connect.ConnectRules;
import chatcontacts.testkit.connect.ContactEvent;
import chatcontacts.testkit.connect.StartParams;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * How well one instance's slots or one lane's rate are used while more waits than can go: the shipped engine against a model
 * of Connect without faults, on virtual time. Equal seeds give equal figures.
 */
final class AdmissionScenario implements EngineEffects {

    private static final String LANE = "default";
    private static final String INSTANCE = "i1";
    private static final int BACKLOG = 200;
    private static final long EPOCH_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final ScenarioProfile profile;
    private final SplittableRandom random;
    private final ConnectModel connect;
    private final MemoryTable table = new MemoryTable();
    private final Engine engine;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private long nowMs = EPOCH_MS;
    private long eventNumber;
    private int sent;
    private int waiting;
    private boolean measuring;
    private double slotMs;
    private int starts;
    private int full;
    private int throttled;

    private record Event(long atMs, long number, Runnable action) {}

    /**
     * What was measured.
     *
     * @param slotsUsed the share of the quota that was taken, by active chats and by calls that became one
     * @param rateUsed starts in relation to the configured rate
     * @param fullPer100 LimitExceeded answers for each 100 contacts
     * @param throttledPer100 throttled answers for each 100 contacts
     */
    record Figures(int starts, double slotsUsed, double rateUsed, double fullPer100, double throttledPer100) {}

    AdmissionScenario(ScenarioProfile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed);
        this.connect = new ConnectModel(
                new ConnectRules()
                        .quota(profile.quota())
                        .rate(profile.realRate(), profile.realBurst())
                        .chatDuration(profile.chats()),
                seed);
        connect.wantEvents(profile.visibility() != ChatEndVisibility.Mode.OFF);
        InstanceLimits instance = InstanceLimits.configured(profile.configuredQuota(), profile.visibility());
        LaneLimits lane = new LaneLimits(
                Optional.of("eu-central-1"),
                Limit.configured(new RateLimit(profile.ratePerSecond(), profile.burst())),
                100,
                Map.of(INSTANCE, instance),
                instance,
                true);
        DispatchSettings settings = new DispatchSettings(
                Map.of(LANE, lane),
                8,
                new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)),
                new Backoff(Duration.ofMillis(250), Duration.ofMinutes(1)),
                Duration.ofDays(1),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        this.engine = new Engine(
                settings,
                table,
                this,
                DispatchMetrics.SILENT,
                (schema, bytes, offset) -> new DecodedRequest(
                        StartChat.of(INSTANCE, "flow", "customer"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        5,
                        Optional.empty(),
                        Optional.empty()),
                random,
                nowMs);
    }

    /** Runs that long unmeasured, then that long measured. */
    Figures run(Duration warmUp, Duration measured) {
        while (waiting < BACKLOG) {
            request();
            waiting++;
        }
        runUntil(nowMs + warmUp.toMillis());
        measuring = true;
        slotMs = 0;
        starts = 0;
        full = 0;
        throttled = 0;
        runUntil(nowMs + measured.toMillis());
        measuring = false;
        double seconds = measured.toMillis() / 1000.0;
        return new Figures(
                starts,
                slotMs / measured.toMillis() / profile.quota(),
                starts / seconds / profile.ratePerSecond(),
                100.0 * full / starts,
                100.0 * throttled / starts);
    }

    /** From now on Connect allows that many calls a second. */
    void realRate(double perSecond) {
        connect.rules().rate(perSecond, profile.realBurst());
    }

    /** The rate that the lane allows now. */
    double allowedRate() {
        return engine.snapshots(nowMs).get(0).ratePerSecond();
    }

    private void runUntil(long endMs) {
        long wakeAtMs = nowMs;
        while (true) {
            long nextMs = Math.max(nowMs, Math.min(Math.min(wakeAtMs, nextEventMs()), nextChangeMs()));
            if (nextMs > endMs) {
                pass(endMs);
                return;
            }
            pass(nextMs);
            while (nextEventMs() <= nowMs) {
                events.remove().action().run();
            }
            wakeAtMs = Math.max(engine.step(true, nowMs), nowMs + 1);
            table.commit();
        }
    }

    private long nextEventMs() {
        return events.isEmpty() ? Long.MAX_VALUE : events.peek().atMs();
    }

    /** Of the chats, in the millisecond after it. */
    private long nextChangeMs() {
        return connect.nextChange().map(at -> at.toEpochMilli() + 1).orElse(Long.MAX_VALUE);
    }

    private void pass(long untilMs) {
        if (measuring) {
            slotMs += (double) connect.active(INSTANCE) * (untilMs - nowMs);
        }
        nowMs = untilMs;
        tellEvents();
    }

    private void at(long delayMs, Runnable action) {
        events.add(new Event(nowMs + delayMs, eventNumber++, action));
    }

    private void request() {
        Instant now = Instant.ofEpochMilli(nowMs);
        Envelope envelope = new Envelope(
                INSTANCE,
                "token-" + sent,
                Simulation.fingerprint(1),
                5,
                now.plus(Duration.ofDays(5)),
                Optional.empty(),
                now,
                0,
                Optional.empty(),
                Optional.empty());
        Original original = new Original(new Source("chat-requests", 0, sent++), now, null, new byte[0], List.of());
        send(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
    }

    private void send(DispatchMessage message) {
        Instant now = Instant.ofEpochMilli(nowMs);
        Original topicRecord =
                new Original(new Source("chat-dispatch", 0, 0), now, null, DispatchCodec.toBytes(message), List.of());
        engine.accept(LANE, topicRecord, nowMs);
    }

    private void tellEvents() {
        for (ContactEvent event : connect.advance(Instant.ofEpochMilli(nowMs))) {
            boolean over = event.type() == ContactEvent.Type.DISCONNECTED;
            ChatSeen seen = new ChatSeen(
                    event.instanceId(),
                    event.contactId(),
                    event.initialContactId(),
                    over || event.type() == ContactEvent.Type.COMPLETED ? ChatSeen.Kind.ENDED : ChatSeen.Kind.OPEN,
                    event.at(),
                    ChatSeen.Regions.NONE);
            at(profile.eventDelay().sample(random).toMillis(), () -> send(seen));
        }
    }

    @Override
    public boolean readyToCall(String lane) {
        return true;
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        String clientToken = request.envelope().clientToken();
        long issuedAtMs = nowMs;
        long there = profile.calls().sample(random).toMillis() / 2;
        at(there, () -> {
            ConnectResponse answer = connect.startChat(
                    INSTANCE,
                    StartParams.of(call.contactFlowId(), call.displayName()),
                    clientToken,
                    Instant.ofEpochMilli(nowMs));
            count(answer, nowMs - issuedAtMs);
            tellEvents();
            at(there, () -> engine.settle(new CompletedCall(LANE, id, number, translate(answer)), nowMs));
        });
    }

    private void count(ConnectResponse answer, long onTheWayMs) {
        if (!measuring) {
            return;
        }
        if (answer instanceof ConnectResponse.Started) {
            starts++;
            slotMs += onTheWayMs;
        } else if (answer.kind().equals("LimitExceededException")) {
            full++;
        } else {
            throttled++;
        }
    }

    private static CallResult translate(ConnectResponse answer) {
        return switch (answer) {
            case ConnectResponse.Started started ->
                new CallResult.ChatStarted(
                        started.contact().contactId(),
                        started.contact().participantId(),
                        ParticipantCredentials.of(started.contact().participantToken()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
            case ConnectResponse.Refused refused -> SimulatedCall.translate(refused.error());
        };
    }

    @Override
    public void result(Result result, Original original) {
        if (!(result.outcome() instanceof Outcome.Started)) {
            throw new AssertionError("nothing here should fail: " + result.outcome());
        }
        at(0, this::request);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        throw new AssertionError("nothing here should fail");
    }

    @Override
    public void control(ControlLogEntry entry) {}

    @Override
    public void send(String lane, DispatchMessage message) {
        throw new AssertionError("nothing is moved here");
    }

    @Override
    public int fence(String lane, long nonce) {
        throw new AssertionError("nothing is moved here");
    }

    @Override
    public void lookUp(ContactQuestion question) {
        throw new AssertionError("nothing is asked here");
    }

    @Override
    public void commitWithin(long ms) {}
}
