package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.CancellationDecoder.CancellationDecoding;
import chatcontacts.domain.request.CancellationDecoder.DecodedCancellation;
import chatcontacts.domain.request.CancellationDecoder.MalformedCancellation;
import chatcontacts.domain.request.CancellationDecoder.UndecodedCancellation;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.ClientTokens;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.OriginalRecords;
import chatcontacts.wire.UnreadRecords;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Takes in cancellations: each goes to the lane of its instance; junk is counted and dropped. Owned by one stream thread.
 */
final class CancellationIntake implements Processor<byte[], byte[], byte[], byte[]> {

    private final IntakeDependencies dependencies;
    private final RegistryWait registryWait;
    private final UnreadRecordsReport unread;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    CancellationIntake(IntakeDependencies dependencies, IntakeSettings settings) {
        this.dependencies = dependencies;
        this.registryWait = new RegistryWait(settings.registryWait(), dependencies.sleep(), dependencies.status());
        this.unread = new UnreadRecordsReport(Input.CANCELLATION, dependencies.metrics(), dependencies.sleep());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<UnreadRecords> notRead = UnreadRecords.of(record.headers());
        if (notRead.isPresent()) {
            unread.tell(OriginalRecords.source(context), notRead.get());
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            skip(Skip.NULL);
            return;
        }
        Source source = OriginalRecords.source(context);
        Header named = record.headers().lastHeader(RequestDecoder.SCHEMA_ID_HEADER);
        Optional<byte[]> schemaId = Optional.ofNullable(named).map(Header::value);
        boolean careful = dependencies.status().isWaiting();
        CancellationDecoding decoding = registryWait.until(
                source,
                () -> decode(source.topic(), value, schemaId),
                it -> it instanceof UndecodedCancellation down ? Optional.of(down.problem()) : Optional.empty());
        switch (decoding) {
            case DecodedCancellation it -> take(it);
            case MalformedCancellation it -> skip(Skip.UNREADABLE);
            case UndecodedCancellation it -> throw new IllegalStateException("waiting ended without a result");
        }
        if (careful) {
            context.commit();
        }
    }

    private CancellationDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId) {
        try {
            return dependencies.cancellations().decode(topic, value, schemaId);
        } catch (InterruptException e) {
            throw e;
        } catch (RetriableException e) {
            return new UndecodedCancellation(e.getClass().getName());
        } catch (RuntimeException | StackOverflowError e) {
            return new MalformedCancellation(
                    "reading failed with " + e.getClass().getName(), Optional.of(e));
        }
    }

    private void take(DecodedCancellation cancellation) {
        String token = cancellation.clientToken();
        Optional<InstanceRef> instance = InstanceRef.parse(cancellation.instanceId())
                .filter(it -> it.id().length() <= InstanceRef.MAX_LENGTH);
        if (instance.isEmpty() || token.isBlank() || !ClientTokens.isOfUse(token)) {
            skip(Skip.UNREADABLE);
            return;
        }
        switch (dependencies.lanes().resolve(instance.get())) {
            case NotServed it -> skip(Skip.UNKNOWN_INSTANCE);
            case Served it -> cancel(it, token);
        }
    }

    private void cancel(Served instance, String token) {
        context.forward(
                new Record<>(
                        instance.lane().getBytes(StandardCharsets.UTF_8),
                        DispatchCodec.toBytes(
                                new DispatchMessage.Cancellation(instance.instanceId(), token), dependencies.formats()),
                        context.currentSystemTimeMs()),
                IntakeTopology.CANCELLATION_SINK);
        dependencies.metrics().cancellation();
    }

    private void skip(Skip reason) {
        dependencies.metrics().skipped(Input.CANCELLATION, reason);
    }
}
