package chatcontacts.wire;

import chatcontacts.domain.outcome.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The record at hand, as it lies on its topic. */
public final class OriginalRecords {

    private OriginalRecords() {}

    public static Original of(Record<byte[], byte[]> record, ProcessingContext context) {
        List<Original.Header> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new Original.Header(header.key(), header.value())));
        return new Original(
                source(context), Instant.ofEpochMilli(record.timestamp()), record.key(), record.value(), headers);
    }

    /** Its coordinates, always known: our processors run for records only. */
    public static Source source(ProcessingContext context) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        return new Source(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
