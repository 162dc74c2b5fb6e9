package chatcontacts.cli;

import chatcontacts.cli.TopicSetupTest.Brokers;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** A command line as a test sees it: what was printed, and what reached the ports. */
final class Console {

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final Map<String, String> environment = new HashMap<>(Map.of(
            "HOSTNAME", "pod-0",
            "CHAT_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
            "CHAT_SCHEMA_REGISTRY_URL", "http://registry:8081"));
    ServiceRunner runner = settings -> 0;
    SchemaRegistrar registrar = settings -> List.of();
    Function<Map<String, Object>, Admin> admin = settings -> Brokers.of(1);
    Function<Map<String, Object>, Producer<byte[], byte[]>> producer = settings -> {
        throw new AssertionError("no producer was expected");
    };
    Function<Map<String, Object>, Consumer<byte[], byte[]>> consumer = settings -> {
        throw new AssertionError("no consumer was expected");
    };
    InputStream in = InputStream.nullInputStream();

    /** Runs the words of a line; more arguments are taken as they are. */
    int run(String line, String... more) {
        List<String> args = new ArrayList<>(line.isEmpty() ? List.of() : List.of(line.split(" ")));
        args.addAll(Arrays.asList(more));
        Ports ports = new Ports(environment, "1.2.3", runner, registrar, admin, producer, consumer, in);
        return Cli.run(args.toArray(String[]::new), ports, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    String printed() {
        return out.toString().replace("\r\n", "\n");
    }

    List<String> errors() {
        return err.toString().lines().toList();
    }
}
