package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.DispatchSettings.InstanceLimits;
import chatcontacts.dispatch.engine.DispatchSettings.LaneLimits;
import chatcontacts.dispatch.store.MemoryTable;
import chatcontacts.domain.admission.Limit;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.LimitRate;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.format.FormatVersions;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fingerprint;
import chatcontacts.domain.request.RequestDecoder.InOriginal;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.testkit.connect.ConnectModel;
import chatcontacts.testkit.connect.ConnectResponse;
import chatcontacts.testkit.connect.ContactEvent;
import chatcontacts.testkit.connect.StartParams;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Envelope;
import chatcontacts.wire.Original;
import chatcontacts.wire.Relocation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Dispatch against a model of Connect, on virtual time. The engine is the shipped one; around it stand a table that a crash
 * sets back to the last commit, a dispatch topic that is read again from there, and a network that loses, delays, cuts and duplicates.
 * Everything follows from the seed. What must hold is checked where it could first be seen to break.
 */
public final class Simulation implements EngineEffects {

    static final String LANE = "default";

    /** As the service sets it: what asks for no commit is committed after this at the latest. */
    private static final long COMMIT_INTERVAL_MS = 500;

    private static final long NEVER = Long.MAX_VALUE;
    private static final long EPOCH_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    final SimulationProfile profile;
    final ConnectModel connect;
    final RandomGenerator random;
    final SimulationTotals totals = new SimulationTotals();
    final MemoryTable table = new MemoryTable();
    final Map<Long, Result> results = new HashMap<>(); // by offset, committed
    final Map<Long, DeadLetter> deadLetters = new HashMap<>();
    final List<DispatchMessage> topic = new ArrayList<>();
    final Map<String, Instant> contactMadeAt = new HashMap<>(); // by token
    final Set<String> markLost =
            new HashSet<>(); // tokens whose call went out, and the crash came before the mark's commit

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private final Map<Long, StartChat> calls = new HashMap<>(); // by the record's offset
    private final DispatchSettings settings;
    private final Deque<CompletedCall> mailbox = new ArrayDeque<>();
    private final List<Runnable> uncommitted = new ArrayList<>();
    private final Set<String> uncommittedCalls = new HashSet<>();
    private final Map<String, Long> firstCalled =
            new HashMap<>(); // by instance and priority: the last first call's offset
    private final Set<String> everCalled = new HashSet<>();
    private final ReferenceBucket bucket;
    private Engine engine;
    private int position;
    private int committedPosition;
    private int incarnation;
    private long nowMs = EPOCH_MS;
    private long wakeAtMs = NEVER;
    private long eventNumber;
    private long commitAtMs = NEVER;
    private long lastCommitMs = EPOCH_MS;
    private int crashesBehindCalls;

    /** Whether the lane is out of the settings, and whether its work is settled then. */
    private boolean removed;

    private boolean settlesRemoved;
    private long readyAtMs;

    private record Event(long atMs, long number, Runnable action) {}

    Simulation(SimulationProfile profile, long seed) {
        this.profile = profile;
        this.random = new SplittableRandom(seed);
        this.connect = new ConnectModel(profile.rules(), seed);
        this.bucket = new ReferenceBucket(profile.ratePerSecond(), profile.burst(), EPOCH_MS);
        Map<String, InstanceLimits> instances = new HashMap<>();
        profile.instances()
                .forEach(id ->
                        instances.put(id, InstanceLimits.configured(profile.configuredQuota(), profile.visibility())));
        this.settings = new DispatchSettings(
                Map.of(
                        LANE,
                        new LaneLimits(
                                Optional.of("eu-central-1"),
                                Limit.configured(profile.limits()),
                                profile.inFlightMax(),
                                instances,
                                InstanceLimits.configured(profile.configuredQuota(), profile.visibility()),
                                true)),
                profile.maxAttempts(),
                profile.retry(),
                profile.hold(),
                profile.retention(),
                Duration.ofMinutes(15),
                EngineFixture.PROBES,
                Map.of(),
                FormatVersions.CURRENT,
                false);
        restart();
    }

    long nowMs() {
        return nowMs;
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void at(long delayMs, Runnable action) {
        events.add(new Event(nowMs + Math.max(0, delayMs), eventNumber++, action));
    }

    /** Runs until nothing is left to do, or until that long has passed. */
    void run(long longestMs) {
        long endMs = nowMs + longestMs;
        while (true) {
            long nextMs = Math.min(events.isEmpty() ? NEVER : events.peek().atMs(), Math.min(wakeAtMs, commitAtMs));
            if (nextMs > endMs) {
                nowMs = endMs;
                return;
            }
            nowMs = Math.max(nowMs, nextMs);
            if (!events.isEmpty() && events.peek().atMs() <= nowMs) {
                events.remove().action().run();
            }
            consume();
        }
    }

    /** A request arrives on the dispatch topic. Returns its offset. */
    long request(Envelope envelope, StartChat call) {
        long offset = topic.size();
        calls.put(offset, call);
        Original original = new Original(
                new Source("chat-requests", 0, offset),
                now(),
                null,
                Long.toString(offset).getBytes(StandardCharsets.UTF_8),
                List.of());
        send(new DispatchMessage.Request(envelope, original, new InOriginal(0, 0)));
        return offset;
    }

    void send(DispatchMessage message) {
        topic.add(message);
    }

    /** The process dies and another one takes over from the last commit. */
    void crash() {
        totals.crashes++;
        markLost.addAll(uncommittedCalls);
        uncommittedCalls.clear();
        uncommitted.clear();
        steered = new HashMap<>(committedSteered);
        table.rollback();
        position = committedPosition;
        mailbox.clear();
        commitAtMs = NEVER;
        restart();
    }

    /** So many crashes come just after a call went out, most of them before its mark is committed. */
    void crashBehindCalls(int crashes) {
        crashesBehindCalls = crashes;
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

    /** The credentials are gone, and it takes that long to get others. */
    void fetchCredentials(long ms) {
        readyAtMs = Math.max(readyAtMs, nowMs + ms);
    }

    private DispatchSettings withoutLanes() {
        return new DispatchSettings(
                Map.of(),
                settings.maxAttempts(),
                settings.retry(),
                settings.hold(),
                settings.dedupRetention(),
                settings.tokenRetention(),
                settings.probes(),
                settings.preferredLanes(),
                settings.formats(),
                settlesRemoved);
    }

    private void restart() {
        incarnation++;
        engine = new Engine(
                removed ? withoutLanes() : settings, table, this, DispatchMetrics.SILENT, this::read, random, nowMs);
        wakeAtMs = nowMs;
    }

    private DecodedRequest read(long schema, byte[] value, int offset) {
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

    /** One round of the stream thread. */
    private void consume() {
        if (position < topic.size() || !mailbox.isEmpty() || wakeAtMs <= nowMs) {
            work();
            commitAtMs = Math.min(commitAtMs, lastCommitMs + COMMIT_INTERVAL_MS);
        }
        if (commitAtMs <= nowMs) {
            int epoch = incarnation;
            commitAtMs = NEVER;
            at(random.nextLong(0, 8), () -> commit(epoch));
        }
    }

    private void work() {
        while (position < topic.size()) {
            byte[] bytes = DispatchCodec.toBytes(topic.get(position));
            Original record = new Original(new Source("chat-dispatch", 0, position), now(), null, bytes, List.of());
            position++;
            engine.accept(LANE, record, nowMs);
        }
        for (CompletedCall completed = mailbox.poll(); completed != null; completed = mailbox.poll()) {
            engine.settle(completed, nowMs);
        }
        wakeAtMs = Math.max(engine.step(true, nowMs), nowMs + 1);
        check();
    }

    private void commit(int epoch) {
        if (epoch != incarnation) {
            return;
        }
        uncommitted.forEach(Runnable::run);
        uncommitted.clear();
        uncommittedCalls.clear();
        table.commit();
        committedSteered = new HashMap<>(steered);
        committedPosition = position;
        lastCommitMs = nowMs;
    }

    private void check() {
        for (LaneSnapshot lane : engine.snapshots(nowMs)) {
            must(lane.inFlight() <= profile.inFlightMax(), "more calls in flight than allowed");
            for (LaneSnapshot.InstanceSnapshot it : lane.instances()) {
                must(
                        it.concurrencyLimit() <= it.quota() && it.concurrencyLimit() >= 1,
                        "the concurrency limit is out of bounds");
                must(it.waiting() >= 0 && it.inDoubt() >= 0 && it.active() >= 0, "a count fell below zero");
            }
        }
    }

    @Override
    public void result(Result result, Original original) {
        long offset = result.source().offset();
        uncommitted.add(() -> {
            must(results.put(offset, result) == null, "a second outcome for record " + offset);
            totals.settled(result);
        });
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        long offset = letter.original().source().offset();
        uncommitted.add(() -> must(deadLetters.put(offset, letter) == null, "a second dead letter for " + offset));
    }

    @Override
    public boolean readyToCall(String lane) {
        return nowMs >= readyAtMs;
    }

    @Override
    public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
        String clientToken = request.envelope().clientToken();
        totals.calls++;
        uncommittedCalls.add(clientToken);
        must(!removed, "a call of a lane that is not configured");
        must(readyToCall(lane), "a call that cannot be signed");
        must(bucket.take(nowMs), "a call beyond rate x time + burst");
        checkSteered(call.instanceId());
        boolean moved = request.envelope().relocation().isPresent();
        Envelope envelope = moved ? request.envelope() : envelopeOf(clientToken, call.instanceId());
        must(
                envelope.instanceId().equals(call.instanceId()),
                "a call to another instance than the one in which it waits");
        must(nowMs < envelope.deadline().toEpochMilli(), "a call past its deadline");
        if (everCalled.add(clientToken) && envelope.redriveCount() == 0) {
            checkSlots(envelope);
            if (!moved) { // a moved one waits behind those that were there
                checkOrder(envelope, clientToken);
            }
        }
        if (crashesBehindCalls > 0 && random.nextInt(30) == 0) {
            crashesBehindCalls--;
            at(random.nextLong(0, 40), this::crash);
        }
        int epoch = incarnation;
        new SimulatedCall(this, call, clientToken, answer -> {
                    if (epoch == incarnation) {
                        mailbox.add(new CompletedCall(lane, id, number, answer));
                        if (random.nextInt(50) == 0) {
                            mailbox.add(new CompletedCall(lane, id, number, answer));
                        }
                    }
                })
                .go();
    }

    /** A request that holds no slot yet is called only if one is free, or to test the one lease of a chat that may have ended. */
    private void checkSlots(Envelope envelope) {
        engine.snapshots(nowMs).get(0).instances().stream()
                .filter(it -> it.instanceId().equals(envelope.instanceId()))
                .forEach(it -> {
                    int taken = it.inFlight() + it.inDoubt() + it.active();
                    // Others' chats may take more than the quota: then the test goes alone.
                    boolean leaseTest = engine.testsLease(LANE, it.instanceId())
                            && (taken <= it.quota() + 1 || it.inFlight() + it.inDoubt() == 1);
                    must(taken <= it.quota() || leaseTest, "called without a free slot");
                });
    }

    /** Requests of one instance and priority are called for the first time in the order in which they came. */
    private void checkOrder(Envelope envelope, String clientToken) {
        long offset = offsets.get(clientToken);
        String queue = envelope.instanceId() + "/" + envelope.priority();
        Long last = firstCalled.put(queue, offset);
        must(last == null || last < offset, "called out of order in " + queue);
    }

    private final Map<String, Long> offsets = new HashMap<>(); // of the first record with that token
    private final Map<String, Envelope> envelopes = new HashMap<>(); // of the last record that may be called

    /** Notes what a token stands for; a redrive replaces it. */
    void known(String clientToken, long offset, Envelope envelope) {
        offsets.putIfAbsent(clientToken, offset);
        envelopes.put(clientToken, envelope);
    }

    private Envelope envelopeOf(String clientToken, String instanceId) {
        Envelope envelope = envelopes.get(clientToken);
        must(envelope != null && envelope.instanceId().equals(instanceId), "a call that nobody asked for");
        return envelope;
    }

    /** Something of that instance, or of the lane, that an operator has set. */
    private record Steered(String instanceId, boolean limit) {}

    private Map<Steered, String> steered = new HashMap<>(); // the id of the command that set it
    private Map<Steered, String> committedSteered = new HashMap<>();
    private final Map<String, ReferenceBucket> operatorsBuckets = new HashMap<>(); // by the id of the command
    private final Set<String> told = new HashSet<>();

    /** Commands the lane. */
    void steer(ControlCommand command) {
        if (command.action() instanceof LimitRate limit) {
            double rate = limit.ratePerSecond().orElse(profile.ratePerSecond());
            operatorsBuckets.put(
                    command.id(), new ReferenceBucket(rate, limit.burst().orElse((int) profile.burst()), nowMs));
        }
        send(new DispatchMessage.Control(command));
    }

    @Override
    public void control(ControlLogEntry entry) {
        uncommitted.add(() -> must(told.add(entry.id() + entry.status()), "a command was told twice: " + entry));
        if (entry.changes()) {
            Steered it = new Steered(entry.instanceId().orElse(""), entry.verb().equals("LIMIT"));
            steered.remove(it);
            if (entry.inForce()) {
                steered.put(it, entry.id());
            }
        }
    }

    /** Nothing paused starts, and the rate of an operator is kept over any window. */
    private void checkSteered(String instanceId) {
        must(!steered.containsKey(new Steered("", false)), "a call in a paused lane");
        must(!steered.containsKey(new Steered(instanceId, false)), "a call of a paused instance");
        String limited = steered.get(new Steered("", true));
        if (limited != null) {
            must(operatorsBuckets.get(limited).take(nowMs), "a call beyond what an operator allows");
        }
    }

    @Override
    public void send(String lane, DispatchMessage message) {
        must(lane.equals(LANE), "a message to a lane that nobody named");
        uncommitted.add(() -> {
            topic.add(message);
            if (message instanceof DispatchMessage.Request request
                    && request.envelope().relocation().stream().noneMatch(Relocation::repeat)) {
                totals.moved++;
            }
        });
    }

    @Override
    public void lookUp(ContactQuestion question) {
        throw new AssertionError("nothing is asked here");
    }

    @Override
    public void commitWithin(long ms) {
        commitAtMs = Math.min(commitAtMs, nowMs + ms);
    }

    /** Connect processes a call that reached it. */
    CallResult process(StartChat call, String clientToken) {
        ConnectResponse answer = connect.startChat(
                call.instanceId(), StartParams.of(call.contactFlowId(), call.displayName()), clientToken, now());
        passOnEvents();
        totals.answered(answer);
        return switch (answer) {
            case ConnectResponse.Started started -> {
                if (!started.repeated()) {
                    must(contactMadeAt.put(clientToken, now()) == null, "a second contact for token " + clientToken);
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

    /** Events of Connect go on their way: late, twice, in another order, or not at all. */
    void passOnEvents() {
        for (ContactEvent event : connect.advance(now())) {
            int copies = random.nextDouble() < profile.eventLoss() ? 0 : random.nextInt(20) == 0 ? 2 : 1;
            for (; copies > 0; copies--) {
                boolean ended =
                        event.type() == ContactEvent.Type.DISCONNECTED || event.type() == ContactEvent.Type.COMPLETED;
                ChatSeen seen = new ChatSeen(
                        event.instanceId(),
                        event.contactId(),
                        event.initialContactId(),
                        ended ? ChatSeen.Kind.ENDED : ChatSeen.Kind.OPEN,
                        event.at(),
                        ChatSeen.Regions.NONE);
                at(random.nextLong(5, profile.eventDelayMs()), () -> send(seen));
            }
        }
        connect.nextChange().ifPresent(next -> at(next.toEpochMilli() - nowMs, this::passOnEventsOnce));
    }

    private long passedOnMs = -1;

    private void passOnEventsOnce() {
        if (passedOnMs != nowMs) {
            passedOnMs = nowMs;
            passOnEvents();
        }
    }

    /** What must hold once nothing is left to do. */
    void checkEnd() {
        for (long offset = 0; offset < topic.size(); offset++) {
            if (!(topic.get((int) offset) instanceof DispatchMessage.Request request)
                    || request.envelope().relocation().isPresent()) {
                continue;
            }
            Result result = results.get(offset);
            must(result != null, "record " + offset + " has no outcome");
            boolean failed = result.outcome() instanceof Outcome.Failed;
            must(
                    deadLetters.containsKey(offset) == (failed && !result.replayed()),
                    "record " + offset + ": result and dead letter disagree");
            checkTruth(request.envelope(), result);
        }
        must(connect.violations().isEmpty(), "Connect saw: " + connect.violations());
        must(engine.inFlight() == 0, "calls are left");
        must(!removed, "the lane is not back");
    }

    private void checkTruth(Envelope envelope, Result result) {
        Instant made = contactMadeAt.get(envelope.clientToken());
        switch (result.outcome()) {
            case Outcome.Started started -> {
                must(made != null, "a start that Connect does not know");
                boolean early = started.contact().connectBy().isAfter(made.plusSeconds(300));
                must(!early || markLost.contains(envelope.clientToken()), "connectBy is later than Connect allows");
            }
            case Outcome.Failed failed -> {
                boolean certain = failed.reason() != Reason.UNCERTAIN && failed.reason() != Reason.TOKEN_REUSED;
                boolean before = made != null && made.isBefore(result.settledAt());
                must(
                        !(certain && before) || markLost.contains(envelope.clientToken()),
                        failed.reason() + " though a chat was started");
            }
        }
    }

    public static Fingerprint fingerprint(int content) {
        byte[] digest = new byte[Fingerprint.LENGTH];
        digest[0] = (byte) content;
        digest[1] = (byte) (content >> 8);
        return new Fingerprint(digest);
    }

    void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise + " at " + (nowMs - EPOCH_MS) + " ms");
        }
    }
}
