package chatcontacts.dispatch;

import chatcontacts.dispatch.engine.CompletedCall;
import chatcontacts.dispatch.engine.ContactQuestion;
import chatcontacts.domain.call.LookupResult;
import io.opentelemetry.context.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * What clients of Connect have for a task: any thread puts it in, the stream thread takes it out. A response ends the wait of the
 * thread for records, since a customer waits for it; the answer to a question does not.
 */
final class Mailbox {

    private final Queue<TracedResult> results = new ConcurrentLinkedQueue<>();
    private final Queue<AnsweredQuestion> answers = new ConcurrentLinkedQueue<>();
    private final ConsumerWait.TaskWait waiting;

    /** A completed call and its trace. */
    record TracedResult(CompletedCall call, Context trace) {}

    /** An answered question. */
    record AnsweredQuestion(ContactQuestion question, LookupResult result) {}

    /** @param waiting of the task that empties this */
    Mailbox(ConsumerWait.TaskWait waiting) {
        this.waiting = waiting;
    }

    void add(TracedResult result) {
        results.add(result);
        waiting.signal();
    }

    void add(AnsweredQuestion answer) {
        answers.add(answer);
    }

    /** Takes out what is there by now. */
    void empty(Consumer<TracedResult> result, Consumer<AnsweredQuestion> answer) {
        waiting.looks();
        for (TracedResult it = results.poll(); it != null; it = results.poll()) {
            result.accept(it);
        }
        for (AnsweredQuestion it = answers.poll(); it != null; it = answers.poll()) {
            answer.accept(it);
        }
    }
}
