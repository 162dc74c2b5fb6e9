package chatcontacts.cli.console;

import chatcontacts.cli.Cli;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
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
public final class RecordedConsole {

    public Writer out = new StringWriter();
    public final StringWriter err = new StringWriter();
    public final Map<String, String> environment = new HashMap<>(Map.of(
            "HOSTNAME", "pod-0",
            "CHAT_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
            "CHAT_SCHEMA_REGISTRY_URL", "http://registry:8081"));
    public ServiceRunner runner = settings -> 0;
    public SchemaRegistrar registrar = settings -> List.of();
    public LaneExaminer lanes = (settings, calls) -> List.of();
    public Function<Map<String, Object>, Admin> admin = settings -> {
        throw new AssertionError("no admin client was expected");
    };
    public Function<Map<String, Object>, Producer<byte[], byte[]>> producer = settings -> {
        throw new AssertionError("no producer was expected");
    };
    public Function<Map<String, Object>, Consumer<byte[], byte[]>> consumer = settings -> {
        throw new AssertionError("no consumer was expected");
    };
    public InputStream in = InputStream.nullInputStream();

    /** Runs the words of a line; more arguments are taken as they are. */
    public int run(String line, String... more) {
        List<String> args = new ArrayList<>(line.isEmpty() ? List.of() : List.of(line.split(" ")));
        args.addAll(Arrays.asList(more));
        CliEnvironment external =
                new CliEnvironment(environment, "1.2.3", runner, registrar, lanes, admin, producer, consumer, in);
        return Cli.run(args.toArray(String[]::new), external, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    public String printed() {
        return out.toString().replace("\r\n", "\n");
    }

    public List<String> errors() {
        return err.toString().lines().toList();
    }
}
