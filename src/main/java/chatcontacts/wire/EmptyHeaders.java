package chatcontacts.wire;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Makes headers of a record to come. Kafka's own class for them is none of its public ones; each new record brings its own. */
public final class EmptyHeaders {

    private static final byte[] NOTHING = new byte[0];

    private EmptyHeaders() {}

    /** Headers to add to, none yet. */
    public static Headers create() {
        return new ProducerRecord<byte[], byte[]>("unsent", NOTHING).headers();
    }
}
