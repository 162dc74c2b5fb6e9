package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.CancellationDecoder.Cancellation;
import chatcontacts.domain.request.CancellationDecoder.Decoding;
import chatcontacts.domain.request.CancellationDecoder.Malformed;
import chatcontacts.domain.request.CancellationDecoder.RegistryUnavailable;
import chatcontacts.domain.request.InstanceIds;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.ClientTokens;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.OriginalRecords;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes in cancellations: each goes on to the lane of its instance, junk is counted and dropped. Owned by one stream thread. */
final class CancellationIntake implements Processor<byte[], byte[], byte[], byte[]> {

    private final IntakeDependencies ports;
    private final RegistryWait registryWait;
    private ProcessorContext<byte[], byte[]> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    CancellationIntake(IntakeDependencies ports, IntakeSettings settings) {
        this.ports = ports;
        this.registryWait = new RegistryWait(settings.registryWait(), ports.pause(), ports.status());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            skip(Skip.NULL);
            return;
        }
        Source source = OriginalRecords.source(context);
        boolean careful = ports.status().isWaiting();
        Decoding decoding = registryWait.until(
                source,
                () -> decode(source.topic(), value),
                it -> it instanceof RegistryUnavailable down ? Optional.of(down.problem()) : Optional.empty());
        switch (decoding) {
            case Cancellation it -> take(it);
            case Malformed it -> skip(Skip.UNREADABLE);
            case RegistryUnavailable it -> throw new IllegalStateException("waiting ended without a verdict");
        }
        if (careful) {
            context.commit();
        }
    }

    private Decoding decode(String topic, byte[] value) {
        try {
            return ports.cancellations().decode(topic, value);
        } catch (InterruptException e) {
            throw e;
        } catch (RetriableException e) {
            return new RegistryUnavailable(e.getClass().getName());
        } catch (RuntimeException | StackOverflowError e) {
            return new Malformed("reading failed with " + e.getClass().getName(), Optional.of(e));
        }
    }

    private void take(Cancellation cancellation) {
        String token = cancellation.clientToken();
        Optional<String> instanceId =
                InstanceIds.bareId(cancellation.instanceId()).filter(id -> id.length() <= InstanceIds.MAX_LENGTH);
        if (instanceId.isEmpty() || token.isBlank() || !ClientTokens.isOfUse(token)) {
            skip(Skip.UNREADABLE);
            return;
        }
        Optional<String> lane = ports.lanes().laneOf(instanceId.get());
        if (lane.isEmpty()) {
            skip(Skip.UNKNOWN_INSTANCE);
            return;
        }
        context.forward(
                new Record<>(
                        lane.get().getBytes(StandardCharsets.UTF_8),
                        DispatchCodec.toBytes(new DispatchMessage.Cancellation(instanceId.get(), token)),
                        context.currentSystemTimeMs()),
                IntakeTopology.CANCELLATION_HOP);
        ports.meter().cancellation();
    }

    private void skip(Skip reason) {
        ports.meter().skipped(Input.CANCELLATION, reason);
    }
}
