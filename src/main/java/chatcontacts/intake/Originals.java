package chatcontacts.intake;

import chatcontacts.domain.outcome.Source;
import chatcontacts.wire.Original;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The record at hand, as it lies on its topic. */
final class Originals {

    private Originals() {}

    static Original of(Record<byte[], byte[]> record, ProcessingContext context) {
        List<Original.Header> headers = new ArrayList<>();
        record.headers().forEach(header -> headers.add(new Original.Header(header.key(), header.value())));
        return new Original(
                source(context), Instant.ofEpochMilli(record.timestamp()), record.key(), record.value(), headers);
    }

    /** Its coordinates, always known: our processors run for records only. */
    static Source source(ProcessingContext context) {
        RecordMetadata metadata = context.recordMetadata().orElseThrow();
        return new Source(metadata.topic(), metadata.partition(), metadata.offset());
    }
}
