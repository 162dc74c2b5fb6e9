package chatcontacts.benchmark;

import chatcontacts.ChatRequest;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.connect.ConnectClient;

/**
 * The same job as most would first write it: a Kafka Streams application that calls Connect inside its processor and waits for
 * the answer. Arguments: broker, registry, topic of requests, topic of results, endpoint, stream threads.
 */
final class BlockingStreamsMain {

    private BlockingStreamsMain() {}

    public static void main(String[] args) {
        var values = new KafkaAvroDeserializer();
        values.configure(Map.of("schema.registry.url", args[1], "specific.avro.reader", "true"), false);
        ConnectClient client = ConnectClient.builder()
                .endpointOverride(URI.create(args[4]))
                .region(Region.EU_CENTRAL_1)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
        var builder = new StreamsBuilder();
        builder.stream(args[2], Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(value -> (ChatRequest) values.deserialize(args[2], value))
                .mapValues(request -> start(client, request))
                .to(args[3], Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, args[3] + "-blocking");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, args[5]);
        settings.put("auto.offset.reset", "earliest");
        var streams = new KafkaStreams(builder.build(), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static byte[] start(ConnectClient client, ChatRequest request) {
        return SdkCalls.result(client.startChatContact(SdkCalls.call(request)));
    }
}
