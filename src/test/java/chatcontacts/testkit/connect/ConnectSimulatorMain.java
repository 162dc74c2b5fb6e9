package chatcontacts.testkit.connect;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulator as a process of its own, until it is killed. Its address is the first line that it prints. */
@Command(
        name = "connect-simulator",
        mixinStandardHelpOptions = true,
        description = "Simulates Amazon Connect's StartChatContact on 127.0.0.1.",
        footer = "A wrong setting prints all of them. GET /_simulator/stats, POST /_simulator/settings,"
                + " /_simulator/reset")
public final class ConnectSimulatorMain implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8089", description = "0 for a free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of all that is drawn by lot (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--config", description = "Java properties with settings")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "one setting, which goes before the file's, for example rate=500/800, quota=10000,"
                    + " quota.INSTANCE=5,"
                    + " latency=200ms or 100ms..300ms or 200ms~0.5, chat.duration=10s, events.loss=0.01,"
                    + " fault.cut.after=0.001")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--suffixed-codes", description = "error codes with the suffix that AWS sometimes writes")
    private boolean suffixedCodes;

    @Option(names = "--lower-case-message", description = "errors with \"message\" instead of \"Message\"")
    private boolean lowerCaseMessage;

    @Option(names = "--print-events", description = "contact events to the standard output, one a line")
    private boolean printEvents;

    @Option(names = "--events-to", paramLabel = "TOPIC", description = "contact events to that topic")
    private @Nullable String eventTopic;

    @Option(names = "--bootstrap-servers", description = "of the brokers that have it")
    private @Nullable String bootstrapServers;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ConnectSimulatorMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Properties all = new Properties();
        if (config != null) {
            try (Reader reader = Files.newBufferedReader(config)) {
                all.load(reader);
            }
        }
        all.putAll(settings);
        Consumer<String> sink = printEvents ? System.out::println : null;
        try (KafkaProducer<byte[], byte[]> events = eventTopic == null ? null : events();
                ConnectSimulator simulator = ConnectSimulator.start(
                        port,
                        seed,
                        it -> SimulatorSettings.apply(all, it),
                        events == null ? sink : event -> send(events, event))) {
            simulator.errorStyle(new ErrorStyle(suffixedCodes, lowerCaseMessage));
            System.out.println(simulator.uri());
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private KafkaProducer<byte[], byte[]> events() {
        if (bootstrapServers == null) {
            throw new IllegalArgumentException("--events-to requires --bootstrap-servers");
        }
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void send(KafkaProducer<byte[], byte[]> events, String event) {
        events.send(new ProducerRecord<>(eventTopic, event.getBytes(StandardCharsets.UTF_8)));
    }
}
