package chatcontacts.cli.redrive;

import chatcontacts.cli.console.StopToken;
import chatcontacts.cli.redrive.RedriveListener.Row;
import chatcontacts.cli.redrive.RedriveReport.Found;
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
    private final OriginalSender sending;
    private final StopToken halt;
    private final InstantSource clock;
    private final RedriveListener listener;
    private final RedriveReport report = new RedriveReport();
    private final List<Found> batch = new ArrayList<>();
    private final Map<TopicPartition, Long> lastRead = new HashMap<>();

    /**
     * Over the dead letters that the consumer reads.
     *
     * @param letters reads committed records only, and has the group whose memory counts
     * @param sending where originals go; one that does nothing makes a dry run
     */
    public Redrive(
            RedrivePlan plan,
            Consumer<byte[], byte[]> letters,
            RequestDecoder decoder,
            OriginalSender sending,
            StopToken halt,
            InstantSource clock,
            RedriveListener listener) {
        this.plan = plan;
        this.reader = new DeadLetterReader(letters, plan.deadLetterTopic(), plan.patience());
        this.decoder = decoder;
        this.sending = sending;
        this.halt = halt;
        this.clock = clock;
        this.listener = listener;
    }

    /** Runs to the end. */
    public RedriveReport run() {
        while (!reader.isDone() && !isEnough()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.next()) {
                if (!isEnough()) {
                    look(record);
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
        boolean enough = halt.isAsked() || report.total().sent() + batch.size() >= plan.max();
        if (enough) {
            report.stopped();
        }
        return enough;
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        SentOffsets sent = sentOf(partition(record));
        passOverGap(sent, record);
        report.read();
        if (sent.holds(record.offset())) {
            report.sentBefore();
            return;
        }
        DeadLetterRecord letter = DeadLetterRecord.of(record);
        if (!plan.selection().mayMean(letter)) {
            report.notMeant();
            return;
        }
        String requests = plan.rules().requestTopic();
        RequestSummary contents = RequestSummary.of(letter, requests, decoder);
        if (!plan.selection().means(contents.instance())) {
            report.notMeant();
            return;
        }
        Instant now = clock.instant();
        Found found = new Found(letter, contents);
        Optional<SkipReason> against =
                plan.rules().check(letter, now).or(() -> plan.rules().checkDeadline(letter, contents.startBy(), now));
        if (against.isPresent()) {
            leaveOut(found, against.get());
            return;
        }
        batch.add(found);
        if (batch.size() >= plan.batch()) {
            sendBatch();
        }
    }

    /** Markers of transactions and what was aborted take offsets too, with nothing in them to send. */
    private void passOverGap(SentOffsets sent, ConsumerRecord<byte[], byte[]> record) {
        Long last = lastRead.put(partition(record), record.offset());
        sent.add(last == null ? sent.base() : last + 1, record.offset() - 1);
    }

    private void leaveOut(Found found, SkipReason cause) {
        report.leftOut(found, cause);
        if (cause == SkipReason.PAST_WINDOW) {
            ConsumerRecord<byte[], byte[]> record = found.letter().record();
            sentOf(partition(record)).add(record.offset(), record.offset()); // no later run can send it either
        }
        listener.decided(row(found, Optional.of(cause)));
    }

    private void sendBatch() {
        while (!batch.isEmpty()) {
            long beganNanos = System.nanoTime();
            Map<TopicPartition, SentOffsets> after = new HashMap<>();
            List<ProducerRecord<byte[], byte[]>> originals = new ArrayList<>();
            for (Found found : batch) {
                ConsumerRecord<byte[], byte[]> record = found.letter().record();
                after.computeIfAbsent(partition(record), it -> sentOf(it).copy())
                        .add(record.offset(), record.offset());
                originals.add(original(found.letter()));
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            after.forEach((partition, sent) -> offsets.put(partition, sent.toCommit()));

            Set<Integer> tooLarge = sending.send(originals, offsets);
            if (tooLarge.isEmpty()) {
                reader.sent().putAll(after);
                settle(beganNanos);
            } else {
                putAside(tooLarge);
            }
        }
    }

    private void settle(long beganNanos) {
        for (Found found : batch) {
            report.sent(found);
            listener.decided(row(found, Optional.empty()));
        }
        Duration due = Duration.ofNanos((long) (batch.size() * 1e9 / plan.perSecond()));
        batch.clear();
        listener.progress(report);
        Duration rest = due.minusNanos(System.nanoTime() - beganNanos);
        if (rest.isPositive()) {
            halt.pause(rest);
        }
    }

    private void putAside(Set<Integer> places) {
        List<Found> rest = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (places.contains(i)) {
                leaveOut(batch.get(i), SkipReason.TOO_LARGE);
            } else {
                rest.add(batch.get(i));
            }
        }
        batch.clear();
        batch.addAll(rest);
    }

    /** It carries the time of its sending, since brokers refuse times that are far from theirs. */
    private ProducerRecord<byte[], byte[]> original(DeadLetterRecord letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        return new ProducerRecord<>(
                plan.rules().requestTopic(),
                null,
                null,
                record.key(),
                record.value(),
                DeadLetterHeaders.ofRedrive(
                        record.headers(),
                        letter.clientToken(),
                        letter.redriveCount().orElse(0) + 1,
                        plan.rules().startBy()));
    }

    private static Row row(Found found, Optional<SkipReason> leftOut) {
        DeadLetterRecord letter = found.letter();
        return new Row(
                letter.toString(),
                letter.failedAt(),
                letter.reason(),
                letter.errorCode(),
                found.contents().instance(),
                letter.redriveCount().orElse(0),
                leftOut);
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
