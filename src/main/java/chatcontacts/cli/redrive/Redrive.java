package chatcontacts.cli.redrive;

import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.redrive.RedriveListener.Decision;
import chatcontacts.cli.redrive.RedriveReport.RedriveCandidate;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.DeadLetterRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * One run over the dead letters. Runs on the thread that calls it. It ends at the end of the topic, at the most that it may
 * send, or when it is asked to, never in the middle of a batch.
 */
public final class Redrive {

    private final RedrivePlan plan;
    private final DeadLetterReader reader;
    private final RequestDecoder decoder;
    private final OriginalSender sender;
    private final StopToken stop;
    private final InstantSource clock;
    private final RedriveListener listener;
    private final RedriveReport report = new RedriveReport();
    private final List<RedriveCandidate> batch = new ArrayList<>();
    private final Map<TopicPartition, Long> lastRead = new HashMap<>();

    /**
     * Over the dead letters that the consumer reads.
     *
     * @param deadLetters reads committed records only, and has the group whose memory counts
     * @param sender where originals go; one that does nothing makes a dry run
     */
    public Redrive(
            RedrivePlan plan,
            Consumer<byte[], byte[]> deadLetters,
            RequestDecoder decoder,
            OriginalSender sender,
            StopToken stop,
            InstantSource clock,
            RedriveListener listener) {
        this.plan = plan;
        this.reader = new DeadLetterReader(deadLetters, plan.deadLetterTopic(), plan.patience());
        this.decoder = decoder;
        this.sender = sender;
        this.stop = stop;
        this.clock = clock;
        this.listener = listener;
    }

    /** Runs to the end. */
    public RedriveReport run() {
        while (!reader.isDone() && !isEnough()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.next()) {
                if (!isEnough()) {
                    consider(record);
                }
            }
            sendBatch();
            listener.progress(report);
        }
        report.forgotten(reader.sent().values().stream()
                .mapToLong(SentOffsets::forgotten)
                .sum());
        return report;
    }

    private boolean isEnough() {
        boolean enough = stop.isRequested() || report.total().sent() + batch.size() >= plan.max();
        if (enough) {
            report.stopped();
        }
        return enough;
    }

    private void consider(ConsumerRecord<byte[], byte[]> record) {
        SentOffsets sent = sentOf(partition(record));
        passOverGap(sent, record);
        report.read();
        if (sent.contains(record.offset())) {
            report.sentBefore();
            return;
        }
        DeadLetterRecord deadLetter = DeadLetterRecord.of(record);
        if (!plan.selection().maySelect(deadLetter)) {
            report.notSelected();
            return;
        }
        String requests = plan.rules().requestTopic();
        RequestSummary summary = RequestSummary.of(deadLetter, requests, decoder);
        if (!plan.selection().selects(summary.instance(), summary.contactFlow())) {
            report.notSelected();
            return;
        }
        Instant now = clock.instant();
        RedriveCandidate candidate = new RedriveCandidate(deadLetter, summary);
        Optional<SkipReason> against = plan.rules()
                .check(deadLetter, now)
                .or(() -> plan.rules().checkDeadline(deadLetter, summary.startBy(), now));
        if (against.isPresent()) {
            skip(candidate, against.get());
            return;
        }
        batch.add(candidate);
        if (batch.size() >= plan.batch()) {
            sendBatch();
        }
    }

    /** Markers of transactions and what was aborted take offsets too, with nothing in them to send. */
    private void passOverGap(SentOffsets sent, ConsumerRecord<byte[], byte[]> record) {
        Long last = lastRead.put(partition(record), record.offset());
        sent.add(last == null ? sent.base() : last + 1, record.offset() - 1);
    }

    private void skip(RedriveCandidate candidate, SkipReason reason) {
        report.skipped(candidate, reason);
        if (reason == SkipReason.PAST_WINDOW) {
            ConsumerRecord<byte[], byte[]> record = candidate.deadLetter().record();
            sentOf(partition(record)).add(record.offset(), record.offset()); // no later run can send it either
        }
        listener.decided(row(candidate, Optional.of(reason)));
    }

    private void sendBatch() {
        while (!batch.isEmpty()) {
            long beganNanos = System.nanoTime();
            Map<TopicPartition, SentOffsets> after = new HashMap<>();
            List<ProducerRecord<byte[], byte[]>> originals = new ArrayList<>();
            for (RedriveCandidate candidate : batch) {
                ConsumerRecord<byte[], byte[]> record = candidate.deadLetter().record();
                after.computeIfAbsent(partition(record), it -> sentOf(it).copy())
                        .add(record.offset(), record.offset());
                originals.add(original(candidate.deadLetter()));
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            after.forEach((partition, sent) -> offsets.put(partition, sent.toCommit()));

            Set<Integer> tooLarge = sender.send(originals, offsets);
            if (tooLarge.isEmpty()) {
                reader.sent().putAll(after);
                sent(beganNanos);
            } else {
                skipTooLarge(tooLarge);
            }
        }
    }

    private void sent(long beganNanos) {
        for (RedriveCandidate candidate : batch) {
            report.sent(candidate);
            listener.decided(row(candidate, Optional.empty()));
        }
        Duration due = Duration.ofNanos((long) (batch.size() * 1e9 / plan.perSecond()));
        batch.clear();
        listener.progress(report);
        Duration rest = due.minusNanos(System.nanoTime() - beganNanos);
        if (rest.isPositive()) {
            stop.pause(rest);
        }
    }

    private void skipTooLarge(Set<Integer> places) {
        List<RedriveCandidate> rest = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (places.contains(i)) {
                skip(batch.get(i), SkipReason.TOO_LARGE);
            } else {
                rest.add(batch.get(i));
            }
        }
        batch.clear();
        batch.addAll(rest);
    }

    /** It carries the time of its sending, since brokers refuse times that are far from theirs. */
    private ProducerRecord<byte[], byte[]> original(DeadLetterRecord deadLetter) {
        ConsumerRecord<byte[], byte[]> record = deadLetter.record();
        return new ProducerRecord<>(
                plan.rules().requestTopic(),
                null,
                null,
                record.key(),
                record.value(),
                DeadLetterHeaders.ofRedrive(
                        record.headers(),
                        deadLetter.clientToken(),
                        deadLetter.redriveCount().orElse(0) + 1,
                        plan.rules().startBy()));
    }

    private static Decision row(RedriveCandidate candidate, Optional<SkipReason> skipped) {
        DeadLetterRecord deadLetter = candidate.deadLetter();
        return new Decision(
                deadLetter.toString(),
                deadLetter.failedAt(),
                deadLetter.reason(),
                deadLetter.errorCode(),
                candidate.summary().instance().map(InstanceRef::id),
                deadLetter.redriveCount().orElse(0),
                skipped);
    }

    private SentOffsets sentOf(TopicPartition partition) {
        SentOffsets sent = reader.sent().get(partition);
        if (sent == null) {
            throw new IllegalStateException("a record of " + partition + ", which was not asked for");
        }
        return sent;
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
