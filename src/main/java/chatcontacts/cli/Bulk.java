package chatcontacts.cli;

import chatcontacts.cli.input.JsonLines.Line;
import chatcontacts.cli.input.Reading;
import chatcontacts.cli.input.RequestInput;
import chatcontacts.cli.redrive.Halt;
import chatcontacts.domain.request.ChatRequest;
import java.time.Duration;
import java.util.Optional;

/** Requests as lines of JSON: each is checked, and sent at the pace that was asked for, until the input or somebody ends it. */
final class Bulk {

    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(5);

    private final LineFeed feed;
    private final RatePacer pacer;
    private final RequestInput input;
    private final SubmitReport report;
    private final Halt stop;
    private long lastProgressNanos = System.nanoTime();
    private long done;

    Bulk(LineFeed feed, RatePacer pacer, RequestInput input, SubmitReport report, Halt stop) {
        this.feed = feed;
        this.pacer = pacer;
        this.input = input;
        this.report = report;
        this.stop = stop;
    }

    /** @param submission empty: lines are only checked */
    void run(Optional<Submission> submission) {
        while (!feed.isEnded() && !stop.isAsked()) {
            feed.poll(TURN).ifPresent(line -> look(line, submission));
            submission.ifPresent(it -> it.turn(Duration.ZERO));
            if (System.nanoTime() - lastProgressNanos > BETWEEN_PROGRESS.toNanos()) {
                report.progress();
                lastProgressNanos = System.nanoTime();
            }
        }
    }

    /** How many lines were refused, or sent, or found to be sound. */
    long done() {
        return done;
    }

    private void look(Line line, Optional<Submission> submission) {
        Optional<Long> number = Optional.of(line.number());
        switch (input.line(line.utf8())) {
            case Reading.Faulty it -> report.refused(number, it.faults());
            case Reading.Sound ignored when submission.isEmpty() -> report.sound(number);
            case Reading.Sound it -> send(number, it.request(), submission.orElseThrow());
        }
        if (!stop.isAsked()) {
            done = line.number();
        }
    }

    private void send(Optional<Long> number, ChatRequest request, Submission open) {
        Duration delay = pacer.delay(System.nanoTime());
        while (!stop.isAsked() && (open.isFull() || !delay.isZero())) {
            open.turn(delay.isZero() || delay.compareTo(TURN) > 0 ? TURN : delay);
            delay = pacer.delay(System.nanoTime());
        }
        if (!stop.isAsked()) {
            open.submit(number, request);
            pacer.sent(System.nanoTime());
        }
    }
}
