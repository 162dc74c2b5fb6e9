package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.LimitQuota;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlCommand.OnRequests;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.ConnectResponse;
import chatcontacts.testkit.connect.StartParams;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Dispatch against a model of Connect, on virtual time. The engine is the shipped one, in {@link SimulatedOwner}s of which each takes
 * over from the last commit of the one before; around them stand a dispatch topic that is read again from there, and a network that
 * loses, delays, cuts and duplicates. Everything follows from the seed. What must hold is checked where it could first be seen to
 * break: {@link SimulationChecks}.
 */
public final class Simulation {

    static final String LANE = "default";
    static final long NEVER = Long.MAX_VALUE;

    private static final long EPOCH_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    final SimulationProfile profile;
    final ConnectModel connect;
    final RandomGenerator random;
    final SimulationTotals totals = new SimulationTotals();
    final List<DispatchMessage> topic = new ArrayList<>();

    /** To the lane and its instances: these overtake what is on the other topic, or come after it. */
    final List<DispatchMessage> commands = new ArrayList<>();

    final SimulationChecks checks;
    final SimulatedEvents contactEvents;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private final Map<Long, StartChat> calls = new HashMap<>(); // by the record's offset
    private final List<SimulatedOwner> frozen = new ArrayList<>(); // which others have taken over from
    private final DispatchSettings settings;
    private SimulatedOwner owner;
    private long nowMs = EPOCH_MS;
    private long eventNumber;
    private int crashesBehindCalls;
    private long credentialsAtMs;
    private long recordTakesMs;
    private boolean clocksAreWrong;

    /** Whether the lane is out of the settings, and whether its work is settled then. */
    private boolean removed;

    private boolean settlesRemoved;

    private record Event(long atMs, long number, Runnable action) {}

    Simulation(SimulationProfile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed);
        this.connect = new ConnectModel(profile.rules(), seed);
        this.settings = profile.settings(LANE);
        this.checks = new SimulationChecks(this);
        this.contactEvents = new SimulatedEvents(this);
        this.clocksAreWrong = profile.has(Disturbance.WRONG_CLOCKS);
        this.owner = new SimulatedOwner(
                this,
                settings(),
                new MemoryTable(),
                new SimulatedPlace(0, 0),
                new SimulatedOverrides(),
                nextClockErrorMs());
    }

    private DispatchSettings settings() {
        return removed ? profile.withoutLanes(settlesRemoved) : settings;
    }

    long nowMs() {
        return nowMs;
    }

    /** Since the run began. */
    long elapsedMs() {
        return nowMs - EPOCH_MS;
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void at(long delayMs, Runnable action) {
        events.add(new Event(nowMs + Math.max(0, delayMs), eventNumber++, action));
    }

    SimulatedOwner owner() {
        return owner;
    }

    /** Runs until nothing is left to do, or until that long has passed. */
    void run(Duration longest) {
        long endMs = nowMs + longest.toMillis();
        while (true) {
            long nextMs = Math.min(events.isEmpty() ? NEVER : events.peek().atMs(), owner.nextMs());
            for (SimulatedOwner former : frozen) {
                nextMs = Math.min(nextMs, former.nextMs());
            }
            if (nextMs > endMs) {
                nowMs = Math.max(nowMs, endMs);
                return;
            }
            nowMs = Math.max(nowMs, nextMs);
            if (!events.isEmpty() && events.peek().atMs() <= nowMs) {
                events.remove().action().run();
            }
            frozen.forEach(SimulatedOwner::consume);
            owner.consume();
        }
    }

    /** A request arrives on the dispatch topic. */
    void request(Envelope envelope, StartChat call) {
        long offset = topic.size();
        calls.put(offset, call);
        Original original = new Original(
                new Source("chat-requests", 0, offset),
                now(),
                null,
                Long.toString(offset).getBytes(StandardCharsets.UTF_8),
                List.of());
        send(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
    }

    DecodedRequest read(long schema, byte[] value, int offset) {
        long number = Long.parseLong(new String(value, StandardCharsets.UTF_8));
        return new DecodedRequest(
                calls.get(number),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                5,
                Optional.empty(),
                Optional.empty());
    }

    /** A producer cancels a request. */
    void cancel(String instanceId, String clientToken) {
        checks.cancelled(clientToken, topic.size());
        send(new DispatchMessage.Cancellation(instanceId, clientToken));
    }

    /** Commands the lane. */
    void steer(ControlCommand command) {
        if (command.action() instanceof LimitRate limit) {
            double rate = limit.ratePerSecond().orElse(profile.ratePerSecond());
            checks.limitedRate(
                    command.id(), new ReferenceBucket(rate, limit.burst().orElse((int) profile.burst()), nowMs));
        }
        if (command.action() instanceof LimitQuota limit) {
            checks.limitedQuota(command.id(), limit.concurrentChats());
        }
        (command.action() instanceof OnRequests ? topic : commands).add(new DispatchMessage.Control(command));
    }

    void send(DispatchMessage message) {
        topic.add(message);
    }

    /** The process dies and another one takes over from the last commit. */
    void crash() {
        totals.crashes++;
        owner = owner.crash(settings(), nextClockErrorMs());
    }

    /** The owner stands still for that long. Beyond the session time-out another one takes over. */
    void freeze(long ms) {
        SimulatedOwner one = owner;
        if (one.isFrozen()) {
            return;
        }
        one.freeze();
        at(SimulatedOwner.SESSION_TIMEOUT_MS, () -> takeOver(one));
        at(ms, one::thaw);
    }

    private void takeOver(SimulatedOwner one) {
        if (owner == one && one.isFrozen()) {
            totals.takeovers++;
            frozen.add(one);
            owner = one.takenOver(settings(), nextClockErrorMs());
        }
    }

    /** One that stood still has noticed that another one took over. */
    void gone(SimulatedOwner one) {
        frozen.remove(one);
    }

    /** So many crashes come just after a call went out: before its mark is committed, or when its request has been cancelled. */
    void crashBehindCalls(int crashes) {
        crashesBehindCalls = crashes;
    }

    void callWentOut(Envelope envelope) {
        if (crashesBehindCalls > 0 && random.nextInt(30) == 0) {
            crashesBehindCalls--;
            boolean cancelled = random.nextBoolean();
            if (cancelled) {
                cancel(envelope.instanceId(), envelope.clientToken());
            }
            at(random.nextLong(0, cancelled ? 200 : 40), this::crash);
        }
    }

    /** From now on clocks are right. */
    void setClocks() {
        clocksAreWrong = false;
        crash();
    }

    private long nextClockErrorMs() {
        if (!clocksAreWrong || random.nextBoolean()) {
            return 0;
        }
        long mostMs = new long[] {1_000, 60_000, 600_000, 3_300_000}[random.nextInt(4)];
        return random.nextLong(-mostMs, mostMs);
    }

    /** The next owner does not know the lane, until one comes that does. */
    void removeLane(boolean settles, long ms) {
        removed = true;
        settlesRemoved = settles;
        crash();
        at(ms, () -> {
            removed = false;
            crash();
        });
    }

    boolean isRemoved() {
        return removed;
    }

    /** The credentials are gone, and it takes that long to get others. */
    void fetchCredentials(long ms) {
        credentialsAtMs = Math.max(credentialsAtMs, nowMs + ms);
    }

    boolean hasCredentials() {
        return nowMs >= credentialsAtMs;
    }

    /** For some time each record takes up to that long. */
    void slowRecords(long eachMs, long ms) {
        recordTakesMs = eachMs;
        at(ms, () -> recordTakesMs = 0);
    }

    /** Whether time has passed while a record was taken in. */
    boolean recordTakesTime() {
        if (recordTakesMs > 0) {
            nowMs += random.nextLong(recordTakesMs);
        }
        return recordTakesMs > 0;
    }

    /** Somebody else starts a chat. */
    void foreignChat() {
        connect.startForeignChat(
                profile.instances().get(random.nextInt(profile.instances().size())), now());
        contactEvents.passOn();
    }

    /** Connect processes a call that reached it. */
    CallResult process(StartChat call, String clientToken) {
        ConnectResponse answer = connect.startChat(
                call.instanceId(), StartParams.of(call.contactFlowId(), call.displayName()), clientToken, now());
        contactEvents.passOn();
        totals.answered(answer);
        return switch (answer) {
            case ConnectResponse.Started started -> {
                if (!started.repeated()) {
                    checks.contactMade(clientToken);
                }
                yield new CallResult.ChatStarted(
                        started.contact().contactId(),
                        started.contact().participantId(),
                        ParticipantCredentials.of(started.contact().participantToken()),
                        started.contact().continuedFromContactId(),
                        Optional.empty(),
                        Optional.empty());
            }
            case ConnectResponse.Refused refused -> SimulatedCall.translate(refused.error());
        };
    }

    public static Fingerprint fingerprint(int content) {
        byte[] digest = new byte[Fingerprint.LENGTH];
        digest[0] = (byte) content;
        digest[1] = (byte) (content >> 8);
        return new Fingerprint(digest);
    }
}
