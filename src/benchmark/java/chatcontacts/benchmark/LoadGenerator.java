package chatcontacts.benchmark;

import chatcontacts.ChatRequest;
import chatcontacts.InitialMessage;
import chatcontacts.ParticipantDetails;
import chatcontacts.testkit.service.RequestSender;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Requests as a website sends them, some 400 bytes each. The client token is the request's number, and so is the key. */
final class LoadGenerator implements AutoCloseable {

    static final String INSTANCE = "11111111-1111-4111-8111-111111111111";
    static final String FLOW = "22222222-2222-4222-8222-222222222222";

    private final RequestSender sender;
    private final String topic;
    private final List<String> instances;

    /** @param instances that the requests are for, in turn */
    LoadGenerator(String bootstrapServers, String registryUrl, String topic, List<String> instances) {
        this.sender = new RequestSender(bootstrapServers, registryUrl, topic, "");
        this.topic = topic;
        this.instances = instances;
    }

    private void send(int number) {
        String token = Integer.toString(number);
        sender.send(
                token,
                ChatRequest.newBuilder()
                        .setInstanceId(instances.get(number % instances.size()))
                        .setContactFlowId(FLOW)
                        .setClientToken(token)
                        .setParticipantDetails(new ParticipantDetails("Customer " + token))
                        .setInitialMessage(
                                new InitialMessage("text/plain", "Hello, I have a question about my last order."))
                        .setAttributes(
                                Map.of("order", token, "language", "en", "page", "/orders/" + token, "tier", "2"))
                        .build());
    }

    /** Sends those from {@code first} to below {@code end} as fast as it goes, and returns when all are written. */
    void burst(int first, int end) {
        for (int number = first; number < end; number++) {
            send(number);
        }
        sender.flush();
    }

    /** Sends them at that rate; returns for each when it should have been sent, by {@link System#nanoTime()}. */
    long[] paced(int first, int end, double ratePerSecond) {
        long[] intended = new long[end - first];
        long startNanos = System.nanoTime();
        for (int i = 0; i < intended.length; i++) {
            intended[i] = startNanos + (long) (i * 1e9 / ratePerSecond);
            Waits.until(intended[i]);
            send(first + i);
        }
        sender.flush();
        return intended;
    }

    /** Sends what no schema knows. */
    void garbage(int bytes) {
        sender.send(new ProducerRecord<>(topic, new byte[bytes]));
    }

    @Override
    public void close() {
        sender.close();
    }
}
