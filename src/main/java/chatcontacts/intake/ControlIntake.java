package chatcontacts.intake;

import chatcontacts.domain.control.ControlCommand;
import chatcontacts.domain.control.ControlCommand.OnRequests;
import chatcontacts.domain.control.ControlDecoder.ControlDecoding;
import chatcontacts.domain.control.ControlDecoder.DecodedControl;
import chatcontacts.domain.control.ControlDecoder.MalformedControl;
import chatcontacts.domain.control.ControlDecoder.UndecodedControl;
import chatcontacts.domain.control.ControlLogEntry;
import chatcontacts.domain.control.ControlRequest;
import chatcontacts.domain.control.ControlRules;
import chatcontacts.domain.control.ControlRules.InvalidCommand;
import chatcontacts.domain.control.ControlRules.ValidCommand;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.outcome.Source;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.LaneDirectory.NotServed;
import chatcontacts.domain.request.LaneDirectory.Served;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.intake.IntakeMetrics.Input;
import chatcontacts.intake.IntakeMetrics.Skip;
import chatcontacts.wire.DispatchCodec;
import chatcontacts.wire.DispatchMessage;
import chatcontacts.wire.OriginalRecords;
import chatcontacts.wire.UnreadRecords;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in commands of operators: each goes to its lane, whose owner applies it. One that breaks the rules is refused here, in
 * the log of commands; junk is counted and dropped. Owned by one stream thread.
 */
final class ControlIntake implements Processor<byte[], byte[], byte[], Object> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlIntake.class);

    private static final NotServed NO_INSTANCE =
            new NotServed(LaneDirectory.NotServedCause.NOT_CONFIGURED, "is not the id or ARN of an instance");

    private final IntakeDependencies dependencies;
    private final RegistryWait registryWait;
    private final UnreadRecordsReport unread;
    private ProcessorContext<byte[], Object> context;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    ControlIntake(IntakeDependencies dependencies, IntakeSettings settings) {
        this.dependencies = dependencies;
        this.registryWait = new RegistryWait(settings.registryWait(), dependencies.sleep(), dependencies.status());
        this.unread = new UnreadRecordsReport(Input.CONTROL, dependencies.metrics(), dependencies.sleep());
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        this.context = processorContext;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Source source = OriginalRecords.source(context);
        Optional<UnreadRecords> notRead = UnreadRecords.of(record.headers());
        if (notRead.isPresent()) {
            unread.tell(source, notRead.get());
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            dependencies.metrics().skipped(Input.CONTROL, Skip.NULL);
            return;
        }
        Header named = record.headers().lastHeader(RequestDecoder.SCHEMA_ID_HEADER);
        Optional<byte[]> schemaId = Optional.ofNullable(named).map(Header::value);
        ControlDecoding decoding = registryWait.until(
                source,
                () -> decode(source.topic(), value, schemaId),
                it -> it instanceof UndecodedControl down ? Optional.of(down.problem()) : Optional.empty());
        switch (decoding) {
            case DecodedControl it -> take(it.request());
            case MalformedControl it -> skip(source, it.problem());
            case UndecodedControl it -> throw new IllegalStateException("waiting ended without a result");
        }
        context.commit(); // an operator waits, and commands are rare
    }

    private ControlDecoding decode(String topic, byte[] value, Optional<byte[]> schemaId) {
        try {
            return dependencies.control().decode(topic, value, schemaId);
        } catch (InterruptException e) {
            throw e;
        } catch (RetriableException e) {
            return new UndecodedControl(e.getClass().getName());
        } catch (RuntimeException | StackOverflowError e) {
            return new MalformedControl("reading failed with " + e.getClass().getName());
        }
    }

    private void take(ControlRequest request) {
        if (request.instance().isEmpty()) {
            target(request, Optional.empty());
            return;
        }
        switch (resolve(request.instance().get())) {
            case NotServed it -> refuse(request, "instance: " + it.sentence());
            case Served it
            when !it.lane().equals(request.lane()) -> refuse(request, "instance: is served by lane " + it.lane());
            case Served it -> target(request, Optional.of(it.instanceId()));
        }
    }

    private void target(ControlRequest request, Optional<String> instanceId) {
        if (request.move().isEmpty()) {
            check(request, instanceId, Optional.empty());
            return;
        }
        switch (resolve(request.move().get().instance())) {
            case NotServed it -> refuse(request, "to: " + it.sentence());
            case Served it -> check(request, instanceId, Optional.of(new MoveTarget(it.lane(), it.instanceId())));
        }
    }

    private LaneDirectory.Resolution resolve(String named) {
        return (named.length() > InstanceRef.MAX_LENGTH ? Optional.<InstanceRef>empty() : InstanceRef.parse(named))
                .map(dependencies.lanes()::resolve)
                .orElse(NO_INSTANCE);
    }

    private void check(ControlRequest request, Optional<String> instanceId, Optional<MoveTarget> moveTarget) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        switch (ControlRules.check(request, instanceId, moveTarget, now)) {
            case InvalidCommand it -> refuse(request, String.join("; ", it.problems()));
            case ValidCommand it -> handOver(request.lane(), it.command());
        }
    }

    /** A command on requests goes behind those that it is about, any other ahead of all that wait. */
    private void handOver(String lane, ControlCommand command) {
        boolean onRequests = command.action() instanceof OnRequests;
        context.forward(
                new Record<>(
                        lane.getBytes(StandardCharsets.UTF_8),
                        DispatchCodec.toBytes(new DispatchMessage.Control(command), dependencies.formats()),
                        context.currentSystemTimeMs()),
                onRequests ? IntakeTopology.SWEEP_SINK : IntakeTopology.CONTROL_SINK);
        dependencies.metrics().control();
    }

    private void refuse(ControlRequest request, String refusal) {
        long nowMs = context.currentSystemTimeMs();
        ControlLogEntry entry = ControlLogEntry.refused(request, refusal, Instant.ofEpochMilli(nowMs));
        context.forward(
                new Record<>(entry.lane().getBytes(StandardCharsets.UTF_8), entry, nowMs), IntakeTopology.CONTROL_LOG);
        LOG.atInfo()
                .addKeyValue("verb", request.verb())
                .addKeyValue("problem", refusal)
                .log("A command of an operator was refused");
    }

    private void skip(Source source, String problem) {
        LOG.atWarn()
                .addKeyValue("topic", source.topic())
                .addKeyValue("partition", source.partition())
                .addKeyValue("offset", source.offset())
                .addKeyValue("problem", problem)
                .log("A record of the control topic is no command; it is skipped");
        dependencies.metrics().skipped(Input.CONTROL, Skip.UNREADABLE);
    }
}
