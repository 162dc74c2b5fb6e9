package chatcontacts.dispatch;

import chatcontacts.dispatch.Mailbox.AnsweredQuestion;
import chatcontacts.dispatch.Mailbox.TracedResult;
import chatcontacts.dispatch.engine.CompletedCall;
import chatcontacts.dispatch.engine.ContactQuestion;
import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.Engine;
import chatcontacts.dispatch.engine.EngineEffects;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.store.StateStoreTable;
import chatcontacts.dispatch.store.VersionedTable;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.call.ContactLookup;
import chatcontacts.domain.call.LookupResult;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.DispatchMessage.Fence;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import chatcontacts.wire.OriginalRecords;
import chatcontacts.wire.StateNames;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects an {@link Engine} to a task: passes it records, call results and the time, forwards what it publishes, requests commits
 * and wakes it up. A timer is set only while there is something to wait for, since every wall-clock punctuation requests a commit,
 * and an idle service should write nothing.
 */
final class DispatchProcessor implements Processor<byte[], byte[], byte[], Object> {

    /** While responses or the end of a commit are awaited, each round of the thread looks for them; a response ends its wait. */
    private static final long POLL_MS = 1;

    /** While questions what became of contacts are open: nobody waits for their answers. */
    private static final long ANSWERS_POLL_MS = 20;

    /** While requests wait, other limits might let them go. */
    private static final long LIMITS_POLL_MS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);
    private static final long SNAPSHOT_INTERVAL_MS = 200;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Bytes NO_ROW = Bytes.wrap(new byte[] {0});

    private final DispatchSettings settings;
    private final Map<String, ChatStarter> starters;
    private final BodyReader bodies;
    private final DispatchMetrics metrics;
    private final DispatchRuntime runtime;
    private final CallTraces traces;
    private final boolean takesCommands;
    private final String serviceVersion;
    private ProcessorContext<byte[], Object> context;
    private KeyValueStore<Bytes, byte[]> store;
    private Engine engine;
    private long limitsVersion;
    private Mailbox mailbox;
    private ConsumerWait.TaskWait waiting;
    /** The trace of the call whose result is being settled. */
    private Context settling = Context.root();

    private WakeTimers timers;
    private final HoldLogger holdLogger = new HoldLogger(this::host);
    private final RemovedWorkLogger removedLogger = new RemovedWorkLogger();
    private final KeptMessagesLogger keptLogger = new KeptMessagesLogger();
    private LaneOwnerLogger ownerLogger;
    private PreferredLaneLogger preferredLaneLogger;
    private long stepMs;
    private long commitAtMs = NEVER;
    private CommitThrottle commitThrottle;
    private long snapshotAtMs;
    private boolean snapshotIsStale;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init() first
    DispatchProcessor(
            DispatchSettings settings,
            Map<String, ChatStarter> starters,
            BodyReader bodies,
            DispatchMetrics metrics,
            DispatchRuntime runtime,
            CallTraces traces,
            boolean takesCommands,
            String serviceVersion) {
        this.settings = settings;
        this.starters = starters;
        this.bodies = bodies;
        this.metrics = metrics;
        this.runtime = runtime;
        this.traces = traces;
        this.takesCommands = takesCommands;
        this.serviceVersion = serviceVersion;
    }

    /** Also called when a task is revived: results of earlier calls then go to the old mailbox, which nobody reads. */
    @Override
    public void init(ProcessorContext<byte[], Object> taskContext) {
        context = taskContext;
        ownerLogger = new LaneOwnerLogger(context.taskId().toString());
        preferredLaneLogger = new PreferredLaneLogger(settings.preferredLanes());
        waiting = runtime.threads().waits().own().newTask();
        mailbox = new Mailbox(waiting);
        store = context.getStateStore(StateNames.STORE);
        long nowMs = nowMs();
        LimitChanges.InForce inForce = runtime.limits().inForce();
        limitsVersion = inForce.version();
        engine = new Engine(
                inForce.appliedTo(settings),
                new VersionedTable(new StateStoreTable(store), settings.formats(), serviceVersion),
                new ForwardedEffects(mailbox),
                new TracedMetrics(metrics, () -> settling),
                bodies,
                RandomGenerator.getDefault(),
                nowMs);
        timers = new WakeTimers(
                (delayMs, fired) ->
                        context.schedule(Duration.ofMillis(delayMs), PunctuationType.WALL_CLOCK_TIME, fired::accept),
                ignored -> wake());
        snapshotIsStale = true;
        commitAtMs = NEVER;
        commitThrottle = new CommitThrottle(runtime.threads().commits());
        timers.wakeAt(nowMs, nowMs);
        runtime.gate().report(this, 0);
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        long nowMs = nowMs();
        stepMs = nowMs;
        String lane = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
        engine.accept(lane, OriginalRecords.of(message, context), nowMs);
        snapshotIsStale = true;
        step(nowMs);
    }

    @Override
    public void close() {
        timers.cancelAll();
        waiting.close();
        runtime.gate().remove(this);
        ownerLogger.closed();
        metrics.standing(context.taskId().toString(), List.of());
    }

    private String host(String lane) {
        ChatStarter starter = starters.get(lane);
        return starter == null ? "" : starter.host();
    }

    /** A batch of records shares one time in Kafka Streams, however long it takes: deadlines would be missed by it. */
    private long nowMs() {
        return Math.max(context.currentSystemTimeMs(), runtime.clockMs().getAsLong());
    }

    private void wake() {
        long nowMs = nowMs();
        stepMs = nowMs;
        mailbox.empty(it -> settle(it, nowMs), it -> engine.lookedUp(it.question(), it.result(), nowMs));
        snapshotIsStale = true;
        stepMs = nowMs();
        step(stepMs);
    }

    /** A bug affects only the request whose result triggers it. Exceptions of Kafka are left to Kafka Streams. */
    private void settle(TracedResult traced, long nowMs) {
        CompletedCall call = traced.call();
        settling = traced.trace();
        try {
            engine.settle(call, nowMs);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("lane", call.lane())
                    .log("A call result could not be settled; the call is repeated later with the same token."
                            + " This is a bug: report it with this stack trace");
            metrics.skipped("unsettled");
            engine.postpone(call, nowMs);
        } finally {
            settling = Context.root();
        }
    }

    private void changeLimits(long nowMs) {
        LimitChanges.InForce inForce = runtime.limits().inForce();
        if (inForce.version() != limitsVersion) {
            inForce.changes().forEach(change -> engine.change(change, nowMs));
            limitsVersion = inForce.version();
            snapshotIsStale = true;
        }
    }

    private void step(long nowMs) {
        changeLimits(nowMs);
        boolean owns = runtime.threads().freezes().mayCall(nowMs);
        long nextMs = engine.step(owns && runtime.gate().mayCall(this), nowMs);
        int inFlight = engine.inFlight();
        if (!owns) {
            commitAtMs = nowMs; // proves whether the task is still ours
        }
        if (!owns) {
            nextMs = Math.min(nextMs, nowMs + POLL_MS);
        } else if (engine.questions() > 0) {
            nextMs = Math.min(nextMs, nowMs + ANSWERS_POLL_MS);
        } else if (engine.hasQueued()) {
            nextMs = Math.min(nextMs, nowMs + LIMITS_POLL_MS);
        }
        if (commitAtMs <= nowMs && commitThrottle.mayRequest(nowMs)) {
            if (!owns) {
                store.delete(NO_ROW); // Kafka Streams commits nothing where nothing was written
            }
            context.commit();
            commitThrottle.requested(nowMs);
            commitAtMs = NEVER;
        } else if (commitAtMs != NEVER) {
            nextMs = Math.min(nextMs, Math.max(commitAtMs, commitThrottle.nextAtMs(nowMs)));
        }
        if (snapshotIsStale && nowMs - snapshotAtMs >= SNAPSHOT_INTERVAL_MS) {
            List<LaneSnapshot> lanes = engine.snapshots(nowMs);
            ownerLogger.log(lanes);
            preferredLaneLogger.log(lanes);
            holdLogger.log(lanes, nowMs);
            keptLogger.log(lanes);
            removedLogger.log(lanes, settings.settlesRemoved());
            metrics.standing(context.taskId().toString(), lanes);
            snapshotAtMs = nowMs;
            snapshotIsStale = inFlight > 0;
        }
        if (snapshotIsStale) {
            nextMs = Math.min(nextMs, snapshotAtMs + SNAPSHOT_INTERVAL_MS);
        }
        waiting.until(nextMs);
        timers.wakeAt(inFlight > 0 ? nowMs + POLL_MS : nextMs, nowMs);
        runtime.gate().report(this, inFlight);
    }

    private final class ForwardedEffects implements EngineEffects {
        private final Mailbox responses;

        private ForwardedEffects(Mailbox responses) {
            this.responses = responses;
        }

        /** The trace continues from the completed call; without one, from the headers of the request. */
        @Override
        public void result(Result result, Original original) {
            Headers headers = DeadLetterHeaders.ofResult(original);
            traces.inject(settling, headers);
            Record<byte[], Object> published = new Record<>(
                    result.clientToken().getBytes(StandardCharsets.UTF_8),
                    result,
                    context.currentSystemTimeMs(),
                    headers);
            forward(published, DispatchNames.RESULTS, original);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            metrics.deadLetter(letter.cause(), letter.failedAt());
            Record<byte[], Object> published = new Record<>(
                    letter.original().key(),
                    letter.original().value(),
                    context.currentSystemTimeMs(),
                    DeadLetterHeaders.of(letter, serviceVersion));
            forward(published, DispatchNames.DEAD_LETTERS, letter.original());
        }

        @Override
        public void control(ControlLogEntry entry) {
            LOG.atInfo()
                    .addKeyValue("lane", entry.lane())
                    .addKeyValue("instanceId", entry.instanceId().orElse(""))
                    .addKeyValue("verb", entry.verb())
                    .addKeyValue("status", entry.status())
                    .addKeyValue("dryRun", entry.dryRun())
                    .addKeyValue("after", entry.after().orElse(""))
                    .addKeyValue("refusal", entry.refusal().orElse(""))
                    .addKeyValue("by", entry.origin().by())
                    .addKeyValue("why", entry.origin().why())
                    .log("Command of an operator");
            if (takesCommands) {
                context.forward(
                        new Record<>(
                                entry.lane().getBytes(StandardCharsets.UTF_8), entry, context.currentSystemTimeMs()),
                        DispatchNames.CONTROL_LOG);
            }
        }

        @Override
        public void send(String lane, DispatchMessage message) {
            send(lane, message, DispatchNames.LANES);
        }

        @Override
        public int fence(String lane, long nonce) {
            List<String> sinks =
                    takesCommands ? List.of(DispatchNames.LANES, DispatchNames.CONTROL) : List.of(DispatchNames.LANES);
            sinks.forEach(sink -> send(lane, new Fence(nonce), sink));
            return sinks.size();
        }

        private void send(String lane, DispatchMessage message, String sink) {
            context.forward(
                    new Record<>(
                            lane.getBytes(StandardCharsets.UTF_8),
                            DispatchCodec.toBytes(message, settings.formats()),
                            context.currentSystemTimeMs()),
                    sink);
        }

        /** Forwards within the trace, for producers that are instrumented from outside. */
        private void forward(Record<byte[], Object> published, String sink, Original original) {
            Context trace = settling.equals(Context.root()) ? traces.of(original) : settling;
            CallTraces.within(trace, () -> context.forward(published, sink));
        }

        @Override
        public boolean readyToCall(String lane) {
            return starter(lane).isReady();
        }

        @Override
        public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
            ChatStarter starter = starter(lane);
            CallResult fault = new CallResult.Unanswered("client-fault", Optional.empty());
            Context trace = traces.start(lane, request, attempt);
            Consumer<CallResult> post = result -> {
                responses.add(new TracedResult(new CompletedCall(lane, id, number, result), trace));
                CallTraces.end(trace, result);
            };
            try {
                CallTraces.within(
                        trace,
                        () -> starter.start(call, request.envelope().clientToken())
                                .whenComplete((result, thrown) -> post.accept(thrown == null ? result : fault)));
            } catch (RuntimeException e) {
                post.accept(fault);
            }
        }

        private ChatStarter starter(String lane) {
            ChatStarter starter = starters.get(lane);
            if (starter == null) {
                throw new IllegalStateException("lane " + lane + " has no client");
            }
            return starter;
        }

        @Override
        public void lookUp(ContactQuestion question) {
            ContactLookup lookup = runtime.lookups().get(question.lane());
            if (lookup == null) {
                throw new IllegalStateException("contacts of lane " + question.lane() + " cannot be asked for");
            }
            lookup.lookUp(question.instanceId(), question.contactId())
                    .whenComplete((result, thrown) -> responses.add(new AnsweredQuestion(
                            question, thrown == null ? result : new LookupResult.LookupFailed("client-fault"))));
        }

        @Override
        public void commitWithin(long ms) {
            commitAtMs = Math.min(commitAtMs, stepMs + ms);
        }
    }
}
