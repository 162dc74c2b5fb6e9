package chatcontacts.cli.submit;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.StopToken;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.DecodedRequest;
import chatcontacts.domain.request.Fault;
import chatcontacts.domain.request.InstanceIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends requests and, if it was given a results of the results, waits for their outcomes. Owned by the command's thread; tells the
 * report what becomes of each request.
 */
final class SubmitSession {

    /** Requests that may be without an acknowledgement or outcome at once. */
    private static final int MAX_OPEN = 10_000;

    private static final Duration TURN = Duration.ofMillis(100);

    private final RequestProducer producer;
    private final Optional<ResultConsumer> results;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private final SubmitReport report;
    private final Deque<Unwritten> unwritten = new ArrayDeque<>();
    /** In the order of their deadlines. */
    private final Map<Source, Awaited> awaited = new LinkedHashMap<>();
    /** Results that came before the acknowledgement of a record, one of ours perhaps. */
    private final Map<Source, Result> early = new HashMap<>();

    private record Unwritten(SubmittedRequest request, long sentNanos, CompletableFuture<Source> source) {}

    private record Awaited(SubmittedRequest request, long sentNanos) {}

    SubmitSession(
            RequestProducer producer,
            Optional<ResultConsumer> results,
            Duration timeout,
            LongSupplier nanoTime,
            SubmitReport report) {
        this.producer = producer;
        this.results = results;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
        this.report = report;
    }

    /** Whether one more would be too many at once. */
    boolean isFull() {
        return unwritten.size() + awaited.size() >= MAX_OPEN;
    }

    /** Sends it, under a new token if it has none. */
    void submit(Optional<Long> line, DecodedRequest request) {
        String token = request.clientToken().orElseGet(() -> UUID.randomUUID().toString());
        DecodedRequest named = request.withClientToken(token);
        String instance = InstanceIds.bareId(request.call().instanceId()).orElseThrow();
        unwritten.add(new Unwritten(
                new SubmittedRequest(line, instance, token), nanoTime.getAsLong(), producer.send(named, token)));
    }

    /** Waits for all that is open, or until it is to stop. */
    void finish(StopToken stop) {
        while (!stop.isRequested() && (!unwritten.isEmpty() || !awaited.isEmpty())) {
            turn(TURN);
        }
    }

    /** Tells of requests that are still open because something broke, or it was to stop. */
    void abandon() {
        unwritten.forEach(it -> report.unconfirmed(it.request(), Optional.empty()));
        awaited.forEach((source, it) -> report.unconfirmed(it.request(), Optional.of(source)));
        unwritten.clear();
        awaited.clear();
    }

    /** Takes what came: acknowledgements and results. Waits so long if nothing did. */
    void turn(Duration longest) {
        if (results.isPresent()) {
            acknowledge();
            results.get().poll(longest).forEach(this::settle);
            acknowledge();
            expire();
        } else {
            if (longest.isPositive()) {
                await(longest);
            }
            acknowledge();
        }
    }

    private void await(Duration longest) {
        CompletableFuture<Source> oldest = unwritten.isEmpty()
                ? new CompletableFuture<>()
                : unwritten.getFirst().source();
        try {
            var unused = oldest.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // acknowledge looks at it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERNAL, "interrupted", e);
        }
    }

    private void acknowledge() {
        while (!unwritten.isEmpty() && unwritten.getFirst().source().isDone()) {
            Unwritten done = unwritten.getFirst();
            switch (done.source().state()) {
                case SUCCESS -> written(done);
                case FAILED, CANCELLED, RUNNING -> {
                    Throwable failure = done.source().exceptionNow();
                    if (!(failure instanceof RecordTooLargeException)) {
                        throw producer.failure(failure);
                    }
                    report.invalid(
                            done.request().line(),
                            List.of(new Fault(
                                    "request", "the record is larger than the brokers or max.request.size allow")));
                }
            }
            unwritten.removeFirst();
        }
        if (unwritten.isEmpty()) {
            early.clear();
        }
    }

    private void written(Unwritten done) {
        Source source = done.source().resultNow();
        report.sent(done.request(), source);
        if (results.isPresent()) {
            awaited.put(source, new Awaited(done.request(), done.sentNanos()));
            Result result = early.remove(source);
            if (result != null) {
                settle(result);
            }
        }
    }

    private void settle(Result result) {
        Awaited mine = awaited.get(result.source());
        if (mine == null) {
            if (!unwritten.isEmpty() && early.size() < MAX_OPEN) {
                early.put(result.source(), result);
            }
        } else if (mine.request().clientToken().equals(result.clientToken())
                && mine.request().instanceId().equals(result.instanceId())) {
            awaited.remove(result.source());
            report.settled(mine.request(), result);
        }
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<Source, Awaited>> oldestFirst = awaited.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Source, Awaited> next = oldestFirst.next();
            if (now - next.getValue().sentNanos() < timeout.toNanos()) {
                return;
            }
            oldestFirst.remove();
            report.timedOut(next.getValue().request(), next.getKey(), timeout);
        }
    }
}
