package chatcontacts.cli.watch;

import chatcontacts.cli.watch.WatchedRecord.OfDeadLetter;
import chatcontacts.cli.watch.WatchedRecord.OfResult;
import chatcontacts.cli.watch.WatchedRecord.UnreadableRecord;
import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.RequestDecoder;
import chatcontacts.domain.request.RequestDecoder.Decoded;
import chatcontacts.registry.ResultReader;
import chatcontacts.registry.ResultReader.ReadResult;
import chatcontacts.registry.ResultReader.ResultUnavailable;
import chatcontacts.wire.DeadLetterRecord;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of the result topic and the dead-letter topic. Never fails because of a record. */
public final class WatchedRecordReader {

    private final String resultTopic;
    private final String requestTopic;
    private final ResultReader results;
    private final RequestDecoder requests;

    /** With what reads values. */
    public WatchedRecordReader(String resultTopic, String requestTopic, ResultReader results, RequestDecoder requests) {
        this.resultTopic = resultTopic;
        this.requestTopic = requestTopic;
        this.results = results;
        this.requests = requests;
    }

    WatchedRecord of(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(resultTopic) ? result(record) : deadLetter(record);
    }

    private WatchedRecord result(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return new UnreadableRecord(record, "the record has no value");
        }
        return switch (results.read(resultTopic, value)) {
            case ReadResult it -> new OfResult(record, it.result());
            case ResultReader.UnreadableResult it -> new UnreadableRecord(record, it.problem());
            case ResultUnavailable it -> new UnreadableRecord(record, it.problem());
        };
    }

    private WatchedRecord deadLetter(ConsumerRecord<byte[], byte[]> record) {
        DeadLetterRecord deadLetter = DeadLetterRecord.of(record);
        byte[] value = record.value();
        boolean isRequest = value != null && deadLetter.originalTopic().equals(Optional.of(requestTopic));
        Optional<InstanceRef> instance =
                isRequest && requests.decode(requestTopic, value, deadLetter.schemaId()) instanceof Decoded it
                        ? InstanceRef.parse(it.request().call().instanceId()).map(deadLetter::inRegion)
                        : Optional.empty();
        return new OfDeadLetter(deadLetter, instance);
    }
}
