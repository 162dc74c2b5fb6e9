package chatcontacts.cli.submit;

import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.submit.input.JsonLines.Line;
import chatcontacts.cli.submit.input.ParsedRequest;
import chatcontacts.cli.submit.input.RequestInput;
import chatcontacts.domain.request.DecodedRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Submits requests from lines of JSON: each is validated, and sent at the requested rate, until the input ends or a stop is
 * requested.
 */
final class BulkSubmit {

    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(5);

    private final StdinLines lines;
    private final RatePacer pacer;
    private final RequestInput input;
    private final SubmitReport report;
    private final StopToken stop;
    private long lastProgressNanos = System.nanoTime();
    private long done;

    BulkSubmit(StdinLines lines, RatePacer pacer, RequestInput input, SubmitReport report, StopToken stop) {
        this.lines = lines;
        this.pacer = pacer;
        this.input = input;
        this.report = report;
        this.stop = stop;
    }

    /** @param session empty: lines are only checked */
    void run(Optional<SubmitSession> session) {
        while (!lines.isEnded() && !stop.isRequested()) {
            lines.poll(TURN).ifPresent(line -> consider(line, session));
            session.ifPresent(it -> it.turn(Duration.ZERO));
            if (System.nanoTime() - lastProgressNanos > BETWEEN_PROGRESS.toNanos()) {
                report.progress();
                lastProgressNanos = System.nanoTime();
            }
        }
    }

    /** The number of processed lines. */
    long done() {
        return done;
    }

    private void consider(Line line, Optional<SubmitSession> session) {
        Optional<Long> number = Optional.of(line.number());
        switch (input.line(line.utf8())) {
            case ParsedRequest.Faulty it -> report.invalid(number, it.faults());
            case ParsedRequest.Sound ignored when session.isEmpty() -> report.valid(number);
            case ParsedRequest.Sound it -> send(number, it.request(), session.orElseThrow());
        }
        if (!stop.isRequested()) {
            done = line.number();
        }
    }

    private void send(Optional<Long> number, DecodedRequest request, SubmitSession open) {
        Duration delay = pacer.delay(System.nanoTime());
        while (!stop.isRequested() && (open.isFull() || !delay.isZero())) {
            open.turn(delay.isZero() || delay.compareTo(TURN) > 0 ? TURN : delay);
            delay = pacer.delay(System.nanoTime());
        }
        if (!stop.isRequested()) {
            open.submit(number, request);
            pacer.sent(System.nanoTime());
        }
    }
}
