package chatcontacts.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.watch.WatchFilter.Status;
import chatcontacts.cli.watch.WatchedRecord.OfDeadLetter;
import chatcontacts.cli.watch.WatchedRecord.OfResult;
import chatcontacts.cli.watch.WatchedRecord.UnreadableRecord;
import chatcontacts.domain.outcome.Contact;
import chatcontacts.domain.outcome.Outcome;
import chatcontacts.domain.outcome.ParticipantCredentials;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Result;
import chatcontacts.domain.outcome.Source;
import chatcontacts.wire.DeadLetterRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WatchFilterTest {

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("t", 0, 1, "token".getBytes(StandardCharsets.UTF_8), null);
    private static final WatchedRecord STARTED = result(new Outcome.Started(new Contact(
            "contact",
            "participant",
            ParticipantCredentials.of("secret"),
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty())));
    private static final WatchedRecord FAILED = result(new Outcome.Failed(Reason.EXPIRED, Optional.empty(), "late"));
    private static final WatchedRecord LETTER = letter();
    private static final WatchedRecord UNREADABLE = new UnreadableRecord(RECORD, "problem");
    private static final List<WatchedRecord> ALL = List.of(STARTED, FAILED, LETTER, UNREADABLE);

    private static WatchedRecord result(Outcome outcome) {
        return new OfResult(
                RECORD,
                new Result(
                        "instance",
                        "token",
                        outcome,
                        1,
                        Optional.empty(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        false,
                        new Source("t", 0, 0),
                        Optional.empty()));
    }

    private static WatchedRecord letter() {
        var record = new ConsumerRecord<byte[], byte[]>("d", 0, 1, null, null);
        record.headers()
                .add("chat.reason", "EXPIRED".getBytes(StandardCharsets.UTF_8))
                .add("chat.client.token", "token".getBytes(StandardCharsets.UTF_8));
        return new OfDeadLetter(DeadLetterRecord.of(record), Optional.of("instance"));
    }

    private static List<WatchedRecord> seen(
            Set<String> instances, Set<String> tokens, Optional<Status> status, Set<Reason> reasons) {
        WatchFilter filter = new WatchFilter(instances, tokens, status, reasons);
        return ALL.stream().filter(filter::matches).toList();
    }

    @Test
    void withoutAWishAllIsSeen() {
        assertThat(seen(Set.of(), Set.of(), Optional.empty(), Set.of())).isEqualTo(ALL);
    }

    @Test
    void aDeadLetterCountsAsFailed() {
        assertThat(seen(Set.of(), Set.of(), Optional.of(Status.STARTED), Set.of()))
                .containsExactly(STARTED, UNREADABLE);
        assertThat(seen(Set.of(), Set.of(), Optional.of(Status.FAILED), Set.of()))
                .containsExactly(FAILED, LETTER, UNREADABLE);
    }

    @Test
    void aReasonLeavesOutWhatStarted() {
        assertThat(seen(Set.of(), Set.of(), Optional.empty(), Set.of(Reason.EXPIRED)))
                .containsExactly(FAILED, LETTER, UNREADABLE);
        assertThat(seen(Set.of(), Set.of(), Optional.empty(), Set.of(Reason.REJECTED)))
                .containsExactly(UNREADABLE);
    }

    @Test
    void instanceAndTokenAreCompared() {
        assertThat(seen(Set.of("instance"), Set.of("token"), Optional.empty(), Set.of()))
                .isEqualTo(ALL);
        assertThat(seen(Set.of("other"), Set.of(), Optional.empty(), Set.of())).containsExactly(UNREADABLE);
        assertThat(seen(Set.of(), Set.of("other"), Optional.empty(), Set.of())).isEmpty();
    }

    @Test
    void noSecretIsInATextForm() {
        assertThat(ALL.toString()).doesNotContain("secret");
    }
}
