package chatcontacts.intake;

import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.wire.DispatchMessage.ChatSeen;
import chatcontacts.wire.UnreadRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Remembers what was counted, in words. */
final class FakeIntakeMetrics implements IntakeMetrics {

    final List<String> counted = new ArrayList<>();

    @Override
    public void accepted() {
        counted.add("accepted");
    }

    @Override
    public void rejected(DeadLetterCause cause, Instant failedAt) {
        counted.add("rejected " + cause.reason());
    }

    @Override
    public void contactEvent(ChatSeen.Kind kind) {
        counted.add("event " + kind);
    }

    @Override
    public void cancellation() {
        counted.add("cancellation");
    }

    @Override
    public void control() {
        counted.add("control");
    }

    @Override
    public void unread(Input input, UnreadRecords.UnreadCause cause, int records) {
        counted.add("unread " + input + " " + cause + " " + records);
    }

    @Override
    public void skipped(Input input, Skip reason) {
        counted.add("skipped " + input + " " + reason);
    }
}
