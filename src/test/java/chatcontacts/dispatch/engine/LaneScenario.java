package chatcontacts.dispatch.engine;

import chatcontacts.dispatch.engine.EngineFixture.Ask;
import chatcontacts.dispatch.engine.EngineFixture.Call;
import chatcontacts.domain.admission.ChatEndVisibility;
import chatcontacts.domain.call.CallResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Several instances that share one lane, with what producers ask of them and how Connect behaves: who gets how much of the rate
 * and of the slots. The shipped engine on virtual time; equal seeds give equal figures.
 */
final class LaneScenario {

    private static final long LOOKUP_MS = 100;

    private final EngineFixture engine;
    private final SplittableRandom random;
    private final Map<String, SimulatedInstance> instances = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
    private long eventNumber;
    private int callsSeen;
    private int questionsSeen;

    private record Event(long atMs, long number, Runnable action) {}

    LaneScenario(int quota, ChatEndVisibility.Mode visibility, double rate, double burst, int inFlightMax, long seed) {
        this(new EngineFixture(quota, visibility, rate, burst, inFlightMax), seed);
    }

    LaneScenario(EngineFixture engine, long seed) {
        this.engine = engine;
        this.random = new SplittableRandom(seed);
    }

    EngineFixture engine() {
        return engine;
    }

    SplittableRandom random() {
        return random;
    }

    /** An instance as Connect has it; whatever is not set lets every call succeed in 200 ms. */
    SimulatedInstance instance(String id) {
        return instances.computeIfAbsent(id, it -> new SimulatedInstance(this, it));
    }

    /** A request for that instance now, and then that many a second, evenly. */
    void demand(String id, double perSecond) {
        int number = asked.merge(id, 1, Integer::sum);
        engine.request(Ask.of(id + "-" + number).instance(id).patience(Duration.ofDays(5)));
        watchCalls();
        at((long) (1000 / perSecond), () -> demand(id, perSecond));
    }

    /** That many requests for that instance at once. */
    void backlog(String id, int requests) {
        for (int i = 0; i < requests; i++) {
            int number = asked.merge(id, 1, Integer::sum);
            engine.request(Ask.of(id + "-" + number).instance(id).patience(Duration.ofDays(5)));
        }
        watchCalls();
    }

    int asked(String id) {
        return asked.getOrDefault(id, 0);
    }

    void at(long delayMs, Runnable action) {
        events.add(new Event(engine.nowMs + Math.max(1, delayMs), eventNumber++, action));
    }

    void run(Duration duration) {
        long endMs = engine.nowMs + duration.toMillis();
        while (true) {
            long eventMs = events.isEmpty() ? Long.MAX_VALUE : events.peek().atMs();
            long nextMs = Math.max(engine.nowMs, Math.min(eventMs, Math.max(engine.wakeAtMs, engine.nowMs + 1)));
            if (nextMs > endMs) {
                engine.nowMs = endMs;
                return;
            }
            engine.nowMs = nextMs;
            while (!events.isEmpty() && events.peek().atMs() <= engine.nowMs) {
                events.remove().action().run();
            }
            engine.step();
            watchCalls();
            watchQuestions();
        }
    }

    /** Connect takes in what was asked since. */
    private void watchQuestions() {
        while (questionsSeen < engine.questions.size()) {
            ContactQuestion question = engine.questions.get(questionsSeen++);
            at(LOOKUP_MS, () -> {
                engine.answer(question, instance(question.instanceId()).lookedUp(question.contactId()));
                watchCalls();
                watchQuestions();
            });
        }
    }

    /** Connect takes in the calls that went out since. */
    private void watchCalls() {
        while (callsSeen < engine.calls.size()) {
            Call call = engine.calls.get(callsSeen++);
            SimulatedInstance instance = instance(call.parameters().instanceId());
            Supplier<CallResult> processed = instance.called(call.clientToken());
            at(instance.latencyMs(), () -> {
                engine.answer(call, processed.get());
                watchCalls();
            });
        }
    }
}
