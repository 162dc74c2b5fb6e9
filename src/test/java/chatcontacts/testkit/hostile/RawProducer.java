package chatcontacts.testkit.hostile;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.jspecify.annotations.Nullable;

/** Sends batches as they are, by a connection of its own without Kafka's producer. Not safe for use by several threads. */
public final class RawProducer implements AutoCloseable {

    /** The last version that leaves it to the producer to tell a coordinator of its partitions; names topics rather than their ids. */
    private static final short VERSION = 11;

    private static final int TIMEOUT_MS = 60_000;

    private final Socket socket;
    private int correlation;

    /** @param bootstrapServer one broker, the leader of all partitions that are written to */
    public RawProducer(String bootstrapServer) {
        String host = bootstrapServer.substring(0, bootstrapServer.lastIndexOf(':'));
        int port = Integer.parseInt(bootstrapServer.substring(bootstrapServer.lastIndexOf(':') + 1));
        try {
            this.socket = new Socket(host, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one batch and returns the offset of its first record; fails if the broker rejects it. */
    public long send(String topic, int partition, MemoryRecords batch) {
        return send(null, topic, partition, batch);
    }

    /** Sends one batch of a transaction, of which no coordinator learns. */
    public long send(@Nullable String transactionalId, String topic, int partition, MemoryRecords batch) {
        var header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "raw", correlation++);
        ByteBuffer request = request(transactionalId, topic, partition, batch).serializeWithHeader(header);
        try {
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.remaining());
            out.write(request.array(), request.arrayOffset() + request.position(), request.remaining());
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            byte[] answer = in.readNBytes(in.readInt());
            var response = (ProduceResponse) AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
            PartitionProduceResponse result = response.data()
                    .responses()
                    .iterator()
                    .next()
                    .partitionResponses()
                    .get(0);
            if (result.errorCode() != Errors.NONE.code()) {
                throw new IllegalStateException(Errors.forCode(result.errorCode()) + ": " + result.errorMessage());
            }
            return result.baseOffset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProduceRequest request(
            @Nullable String transactionalId, String topic, int partition, MemoryRecords batch) {
        var topics = new ProduceRequestData.TopicProduceDataCollection();
        topics.add(new ProduceRequestData.TopicProduceData()
                .setName(topic)
                .setPartitionData(List.of(new ProduceRequestData.PartitionProduceData()
                        .setIndex(partition)
                        .setRecords(batch))));
        return ProduceRequest.builder(new ProduceRequestData()
                        .setTransactionalId(transactionalId)
                        .setAcks((short) -1)
                        .setTimeoutMs(TIMEOUT_MS)
                        .setTopicData(topics))
                .build(VERSION);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
