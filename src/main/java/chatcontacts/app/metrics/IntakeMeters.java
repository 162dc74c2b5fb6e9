package chatcontacts.app.metrics;

import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.intake.IntakeMetrics;
import chatcontacts.registry.WriterMetrics;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.UnreadRecords;
import java.time.Instant;

/** What intake made of its records, and who wrote them. Thread-safe. */
public final class IntakeMeters implements IntakeMetrics, WriterMetrics {

    private final Meters meters;
    private final OutcomeMeters outcomes;

    IntakeMeters(Meters meters, OutcomeMeters outcomes) {
        this.meters = meters;
        this.outcomes = outcomes;
    }

    @Override
    public void accepted() {
        meters.count("chat.requests.accepted", "Requests that intake accepted");
    }

    @Override
    public void rejected(DeadLetterCause cause, Instant failedAt) {
        outcomes.failed(cause.reason());
        outcomes.deadLetter(cause, failedAt);
    }

    @Override
    public void contactEvent(ChatSeen.Kind kind) {
        meters.count("chat.contact.events", "Accepted contact events", "kind", kind.name());
    }

    @Override
    public void cancellation() {
        meters.count("chat.cancellations", "Accepted cancellations");
    }

    @Override
    public void control() {
        meters.count("chat.control.commands", "Commands of operators that went to their lane");
    }

    @Override
    public void unread(Input input, UnreadRecords.UnreadCause cause, int records) {
        meters.counter(
                        "chat.intake.records.unread",
                        "Records that were skipped unread because of their size or shape",
                        "input",
                        input.name(),
                        "cause",
                        cause.name())
                .increment(records);
    }

    @Override
    public void written(String schema, boolean withoutClientToken) {
        meters.count(
                "chat.intake.writer.records",
                "Records of the request topic by the schema of their writer",
                "schema",
                schema,
                "client_token",
                withoutClientToken ? "missing" : "known");
    }

    @Override
    public void unknownFields(int fields) {
        meters.counter(
                        "chat.intake.schema.unknown.fields",
                        "Fields of writers' schemas that this release does not know and does not pass on")
                .increment(fields);
    }

    @Override
    public void skipped(Input input, Skip reason) {
        meters.count(
                "chat.intake.records.skipped",
                "Contact events, cancellations and commands that could not be used",
                "input",
                input.name(),
                "reason",
                reason.name());
    }
}
