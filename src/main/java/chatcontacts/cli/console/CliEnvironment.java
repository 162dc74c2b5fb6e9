package chatcontacts.cli.console;

import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * What commands reach outside this package.
 *
 * @param variables all environment variables
 * @param version the service's own
 * @param runner the service
 * @param registrar the schema registry
 * @param lanes AWS, for {@code doctor}
 * @param admin makes a client for the brokers from its settings
 * @param producer makes a producer from its settings
 * @param consumer makes a consumer from its settings
 * @param in standard input
 */
public record CliEnvironment(
        Map<String, String> variables,
        String version,
        ServiceRunner runner,
        SchemaRegistrar registrar,
        LaneExaminer lanes,
        Function<Map<String, Object>, Admin> admin,
        Function<Map<String, Object>, Producer<byte[], byte[]>> producer,
        Function<Map<String, Object>, Consumer<byte[], byte[]>> consumer,
        InputStream in) {}
