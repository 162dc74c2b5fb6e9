package chatcontacts.app.streams.fetch;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * Puts {@link BoundedRecords} between a consumer and its network client. Kafka has no public place for that: a consumer unpacks
 * what it fetched with one array for each record, as large as the record claims to be, before anyone else sees it. So this is the
 * one class that reaches into a consumer, by the names of three fields. A release of Kafka that has others fails here, at the
 * start, and not when the first such record comes.
 */
public final class FetchInspection {

    private static final String CLASSIC = "ClassicKafkaConsumer";

    private FetchInspection() {}

    /**
     * To be called before the consumer's first poll.
     *
     * @throws IllegalStateException if this Kafka's consumer is another than the one that is known
     */
    public static void install(KafkaConsumer<?, ?> consumer, UnpackLimits limits) {
        try {
            Object delegate = field(KafkaConsumer.class, "delegate").get(consumer);
            if (!delegate.getClass().getSimpleName().equals(CLASSIC)) {
                throw new IllegalStateException("the group protocol is not classic: fetched batches cannot be bounded");
            }
            Object network = field(delegate.getClass(), "client").get(delegate);
            Field client = field(network.getClass(), "client");
            client.set(network, bounded((KafkaClient) client.get(network), limits));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    "this release of kafka-clients keeps its consumer's network client elsewhere: fetched batches cannot"
                            + " be bounded",
                    e);
        }
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static KafkaClient bounded(KafkaClient client, UnpackLimits limits) {
        return (KafkaClient) Proxy.newProxyInstance(
                KafkaClient.class.getClassLoader(), new Class<?>[] {KafkaClient.class}, (proxy, method, args) -> {
                    if (method.getName().equals("send") && args[0] instanceof ClientRequest request) {
                        args[0] = bounded(request, limits);
                    }
                    try {
                        return method.invoke(client, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /**
     * A fetch on its way out, whose response is bounded before the consumer sees it. Only what is sent is replaced: the consumer looks
     * at its own handlers of requests that are still unsent when a broker disconnects.
     */
    private static ClientRequest bounded(ClientRequest request, UnpackLimits limits) {
        if (request.apiKey() != ApiKeys.FETCH) {
            return request;
        }
        short version = request.requestBuilder().latestAllowedVersion();
        return new ClientRequest(
                request.destination(),
                request.requestBuilder(),
                request.correlationId(),
                request.makeHeader(version).clientId(),
                request.createdTimeMs(),
                request.expectResponse(),
                request.requestTimeoutMs(),
                response -> {
                    bound(response, limits);
                    request.callback().onComplete(response);
                });
    }

    private static void bound(ClientResponse response, UnpackLimits limits) {
        if (response.responseBody() instanceof FetchResponse fetch) {
            fetch.data()
                    .responses()
                    .forEach(topic -> topic.partitions().forEach(partition -> {
                        if (partition.records() instanceof Records records) {
                            partition.setRecords(new BoundedRecords(records, limits));
                        }
                    }));
        }
    }
}
