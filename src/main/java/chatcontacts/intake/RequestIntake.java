package chatcontacts.intake;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import chatcontacts.domain.outcome.DeadLetterCause;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.domain.outcome.Source;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.intake.ValidationResult.Accepted;
import chatcontacts.intake.ValidationResult.RejectedRecord;
import chatcontacts.intake.ValidationResult.ResultFields;
import chatcontacts.intake.ValidationResult.SkippedRecord;
import chatcontacts.intake.ValidationResult.Undecided;
import chatcontacts.wire.Original;
import chatcontacts.wire.OriginalRecords;
import chatcontacts.wire.UnreadRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes in the request topic: every record becomes one message on the dispatch topic, or one dead letter with or without a
 * result. Owned by one stream thread. What Kafka throws on the way out passes through: the thread is replaced and the record
 * read again.
 */
final class RequestIntake implements Processor<byte[], byte[], byte[], Object> {

    private final IntakeDependencies dependencies;
    private final RequestValidator validator;
    private final RejectionRecords rejections;
    private final RegistryWait registryWait;
    private final UnreadRecordsReport unread;
    private ProcessorContext<byte[], Object> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    RequestIntake(IntakeDependencies dependencies, IntakeSettings settings) {
        this.dependencies = dependencies;
        this.validator = new RequestValidator(
                dependencies.requests(), dependencies.rules(), dependencies.lanes(), dependencies.formats(), settings);
        this.rejections = new RejectionRecords(settings);
        this.registryWait = new RegistryWait(settings.registryWait(), dependencies.sleep(), dependencies.status());
        this.unread = new UnreadRecordsReport(Input.REQUEST, dependencies.metrics(), dependencies.sleep());
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<UnreadRecords> notRead = UnreadRecords.of(record.headers());
        if (notRead.isPresent()) {
            skip(record, notRead.get());
            return;
        }
        Original original = OriginalRecords.of(record, context);
        long arrivalMs = context.currentSystemTimeMs();
        Instant acceptedAt = Instant.ofEpochMilli(arrivalMs);
        long arrivedNanos = dependencies.sleep().nanos();
        boolean careful = dependencies.status().isWaiting();

        ValidationResult result = registryWait.until(
                original.source(),
                () -> validator.validate(original, acceptedAt),
                it -> it instanceof Undecided undecided ? Optional.of(undecided.problem()) : Optional.empty());

        switch (result) {
            case Accepted it -> {
                byte[] lane = it.lane().getBytes(StandardCharsets.UTF_8);
                context.forward(new Record<>(lane, it.message(), arrivalMs), IntakeTopology.REQUEST_SINK);
                dependencies.metrics().accepted();
            }
            case RejectedRecord it -> {
                // Streams keeps its clock still while a record is processed, and this one may have waited.
                Instant now = acceptedAt.plusMillis(
                        NANOSECONDS.toMillis(dependencies.sleep().nanos() - arrivedNanos));
                reject(original, it, acceptedAt, now, arrivalMs);
            }
            case SkippedRecord it -> dependencies.metrics().skipped(Input.REQUEST, Skip.OTHER_TYPE);
            case Undecided it -> throw new IllegalStateException("waiting ended without a result");
        }
        if (careful) {
            context.commit();
        }
    }

    private void skip(Record<byte[], byte[]> record, UnreadRecords notRead) {
        Source source = OriginalRecords.source(context);
        long nowMs = context.currentSystemTimeMs();
        context.forward(
                rejections.unread(source, Instant.ofEpochMilli(record.timestamp()), notRead, nowMs),
                IntakeTopology.DEAD_LETTERS);
        dependencies
                .metrics()
                .rejected(
                        new DeadLetterCause(Reason.MALFORMED, Optional.empty(), Optional.empty()),
                        Instant.ofEpochMilli(nowMs));
        unread.tell(source, notRead);
    }

    private void reject(Original original, RejectedRecord rejected, Instant acceptedAt, Instant now, long timestamp) {
        rejected.resultFields()
                .ifPresent(fields -> context.forward(
                        rejections.result(original, rejected, fields, acceptedAt, now, timestamp),
                        IntakeTopology.RESULTS));
        context.forward(
                rejections.deadLetter(original, rejected, acceptedAt, now, timestamp), IntakeTopology.DEAD_LETTERS);
        dependencies
                .metrics()
                .rejected(
                        new DeadLetterCause(
                                rejected.reason(),
                                Optional.empty(),
                                rejected.resultFields().map(ResultFields::contactFlowId)),
                        now);
    }
}
