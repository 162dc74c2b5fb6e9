package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.CompletedCall;
import chatcontacts.dispatch.engine.DispatchMetrics;
import chatcontacts.dispatch.engine.DispatchSettings;
import chatcontacts.dispatch.engine.Engine;
import chatcontacts.dispatch.engine.EngineEffects;
import chatcontacts.dispatch.engine.LaneSnapshot;
import chatcontacts.dispatch.store.StateStoreTable;
import chatcontacts.domain.call.CallResult;
import chatcontacts.domain.call.ChatStarter;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.BodyReader;
import chatcontacts.domain.request.RequestId;
import chatcontacts.domain.request.StartChat;
import chatcontacts.wire.DeadLetter;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.DispatchMessage.Request;
import chatcontacts.wire.Original;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties an {@link Engine} to a task: hands it records, answers and the time, forwards what it publishes, asks for commits and
 * wakes it. A timer is set only while there is something to wait for, since every wall-clock punctuation asks for a commit
 * and an idle service should write nothing.
 */
final class DispatchProcessor implements Processor<byte[], byte[], byte[], Object> {

    /** While calls are out the mailbox is looked at in every round of the thread; {@code poll.ms} bounds how often that is. */
    private static final long MAILBOX_MS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(DispatchProcessor.class);
    private static final long STANDING_MS = 200;
    private static final long NEVER = Long.MAX_VALUE;

    private final DispatchSettings settings;
    private final Map<String, ChatStarter> starters;
    private final BodyReader bodies;
    private final DispatchMetrics meter;
    private final DrainGate gate;
    private final CallTraces traces;
    private final String serviceVersion;
    private ProcessorContext<byte[], Object> context;
    private Engine engine;
    private Queue<Answered> mailbox;
    /** The trace of the call whose answer is being settled. */
    private Context settling = Context.root();

    private Cancellable timer = () -> {};
    private long timerAtMs = NEVER;
    private final HoldLogger holds = new HoldLogger();
    private LaneOwnerLogger owner;
    private long stepMs;
    private long commitAtMs = NEVER;
    private CommitThrottle commitPace = new CommitThrottle();
    private long standingAtMs;
    private boolean standingIsOld;

    @SuppressWarnings("NullAway.Init") // init() comes before everything else
    DispatchProcessor(
            DispatchSettings settings,
            Map<String, ChatStarter> starters,
            BodyReader bodies,
            DispatchMetrics meter,
            DrainGate gate,
            CallTraces traces,
            String serviceVersion) {
        this.settings = settings;
        this.starters = starters;
        this.bodies = bodies;
        this.meter = meter;
        this.gate = gate;
        this.traces = traces;
        this.serviceVersion = serviceVersion;
    }

    /** An answer with the trace of its call. */
    private record Answered(CompletedCall delivery, Context trace) {}

    /** Also called when a task is revived: then answers to calls of the former life go to a mailbox that nobody reads. */
    @Override
    public void init(ProcessorContext<byte[], Object> taskContext) {
        context = taskContext;
        owner = new LaneOwnerLogger(context.taskId().toString());
        mailbox = new ConcurrentLinkedQueue<>();
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(DispatchNames.STORE);
        long nowMs = context.currentSystemTimeMs();
        engine = new Engine(
                settings,
                new StateStoreTable(store),
                new Forwarding(mailbox),
                meter,
                bodies,
                RandomGenerator.getDefault(),
                nowMs);
        timerAtMs = NEVER;
        standingIsOld = true;
        commitAtMs = NEVER;
        commitPace = new CommitThrottle();
        wakeAt(nowMs, nowMs);
        gate.report(this, 0, timerAtMs);
    }

    @Override
    public void process(Record<byte[], byte[]> hop) {
        long nowMs = context.currentSystemTimeMs();
        stepMs = nowMs;
        String lane = hop.key() == null ? "" : new String(hop.key(), StandardCharsets.UTF_8);
        engine.accept(lane, original(hop), nowMs);
        standingIsOld = true;
        step(nowMs);
    }

    @Override
    public void close() {
        timer.cancel();
        gate.closed(this);
        owner.closed();
        meter.standing(context.taskId().toString(), List.of());
    }

    private void wake(long nowMs) {
        stepMs = nowMs;
        timer.cancel();
        timerAtMs = NEVER;
        for (Answered answered = mailbox.poll(); answered != null; answered = mailbox.poll()) {
            settle(answered, nowMs);
        }
        standingIsOld = true;
        step(nowMs);
    }

    /** A bug that one answer meets is that request's alone; what Kafka throws is for Kafka Streams to handle. */
    private void settle(Answered answered, long nowMs) {
        CompletedCall delivery = answered.delivery;
        settling = answered.trace;
        try {
            engine.settle(delivery, nowMs);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("lane", delivery.lane())
                    .log("An answer could not be settled; its request is called again later with the same token."
                            + " This is a bug: report it with what is told here");
            meter.skipped("unsettled");
            engine.postpone(delivery, nowMs);
        } finally {
            settling = Context.root();
        }
    }

    private void step(long nowMs) {
        commitPace.step(nowMs);
        long nextMs = engine.step(gate.lets(this), nowMs);
        int inFlight = engine.inFlight();
        if (inFlight > 0) {
            nextMs = Math.min(nextMs, nowMs + MAILBOX_MS);
        }
        if (commitAtMs <= nowMs && commitPace.mayAsk(nowMs)) {
            context.commit();
            commitPace.asked(nowMs);
            commitAtMs = NEVER;
        } else if (commitAtMs != NEVER) {
            nextMs = Math.min(nextMs, Math.max(commitAtMs, commitPace.nextAtMs(nowMs)));
        }
        if (standingIsOld && nowMs - standingAtMs >= STANDING_MS) {
            List<LaneSnapshot> lanes = engine.snapshots(nowMs);
            owner.has(lanes);
            holds.tell(lanes, nowMs);
            meter.standing(context.taskId().toString(), lanes);
            standingAtMs = nowMs;
            standingIsOld = inFlight > 0;
        }
        wakeAt(standingIsOld ? Math.min(nextMs, standingAtMs + STANDING_MS) : nextMs, nowMs);
        gate.report(this, inFlight, timerAtMs);
    }

    private void wakeAt(long atMs, long nowMs) {
        if (atMs >= timerAtMs) {
            return;
        }
        timer.cancel();
        timerAtMs = atMs;
        Duration delay = Duration.ofMillis(Math.max(1, atMs - nowMs));
        timer = context.schedule(delay, PunctuationType.WALL_CLOCK_TIME, this::wake);
    }

    private Original original(Record<byte[], byte[]> hop) {
        Source source = context.recordMetadata()
                .map(metadata -> new Source(metadata.topic(), metadata.partition(), metadata.offset()))
                .orElseThrow(() -> new IllegalStateException("a record without coordinates"));
        List<Original.Header> headers = new ArrayList<>();
        for (Header header : hop.headers()) {
            headers.add(new Original.Header(header.key(), header.value()));
        }
        return new Original(source, Instant.ofEpochMilli(hop.timestamp()), hop.key(), hop.value(), headers);
    }

    private final class Forwarding implements EngineEffects {
        private final Queue<Answered> answers;

        private Forwarding(Queue<Answered> answers) {
            this.answers = answers;
        }

        /** The trace goes on from the call that was answered; where none was, from the request, as its headers have it. */
        @Override
        public void result(Result result, Original original) {
            Headers headers = DeadLetterHeaders.ofResult(original);
            traces.carry(settling, headers);
            Record<byte[], Object> published = new Record<>(
                    result.clientToken().getBytes(StandardCharsets.UTF_8),
                    result,
                    context.currentSystemTimeMs(),
                    headers);
            forward(published, DispatchNames.RESULTS, original);
        }

        @Override
        public void deadLetter(DeadLetter letter) {
            meter.deadLetter(letter.reason());
            Record<byte[], Object> published = new Record<>(
                    letter.original().key(),
                    letter.original().value(),
                    context.currentSystemTimeMs(),
                    DeadLetterHeaders.of(letter, serviceVersion));
            forward(published, DispatchNames.DEAD_LETTERS, letter.original());
        }

        /** Within its trace, for those who instrument the producer from outside. */
        private void forward(Record<byte[], Object> published, String sink, Original original) {
            Context trace = settling.equals(Context.root()) ? traces.of(original) : settling;
            CallTraces.within(trace, () -> context.forward(published, sink));
        }

        @Override
        public void call(String lane, RequestId id, long number, StartChat call, Request request, int attempt) {
            ChatStarter starter = starters.get(lane);
            if (starter == null) {
                throw new IllegalStateException("lane " + lane + " has no client");
            }
            CallResult fault = new CallResult.Unanswered("client-fault", Optional.empty());
            Context trace = traces.begin(lane, request, attempt);
            Consumer<CallResult> post = answer -> {
                answers.add(new Answered(new CompletedCall(lane, id, number, answer), trace));
                CallTraces.end(trace, answer);
            };
            try {
                CallTraces.within(
                        trace,
                        () -> starter.start(call, request.envelope().clientToken())
                                .whenComplete((answer, thrown) -> post.accept(thrown == null ? answer : fault)));
            } catch (RuntimeException e) {
                post.accept(fault);
            }
        }

        @Override
        public void commitWithin(long ms) {
            commitAtMs = Math.min(commitAtMs, stepMs + ms);
        }
    }
}
