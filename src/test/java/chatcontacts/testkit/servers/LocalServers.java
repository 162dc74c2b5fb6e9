package chatcontacts.testkit.servers;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The two servers that take seconds to start, a broker and a registry. They start in parallel, and serve any number of
 * {@code LocalEnvironment}s, which keep apart by the names of their topics.
 */
public final class LocalServers implements AutoCloseable {

    private final @Nullable LocalKafka kafka;
    private final String bootstrapServers;
    private final @Nullable LocalRegistry registry;
    private final String registryUrl;

    private LocalServers(@Nullable LocalKafka kafka, String bootstrapServers, LocalRegistry registry) {
        this(kafka, bootstrapServers, registry, registry.url());
    }

    private LocalServers(
            @Nullable LocalKafka kafka, String bootstrapServers, @Nullable LocalRegistry registry, String registryUrl) {
        this.kafka = kafka;
        this.bootstrapServers = bootstrapServers;
        this.registry = registry;
        this.registryUrl = registryUrl;
    }

    /** That broker beside that registry; neither is closed with the result. */
    public static LocalServers of(LocalKafka kafka, MemoryRegistry registry) {
        return new LocalServers(kafka, kafka.bootstrapServers(), null, registry.url());
    }

    /** Starts both and returns when both answer; if one cannot be started, the other is stopped again. */
    public static LocalServers start() {
        return start(Map.of());
    }

    private static LocalServers start(Map<String, String> brokerSettings) {
        var registry = soon(LocalRegistry::startNew);
        var kafka = soon(() -> LocalKafka.start(1, brokerSettings));
        try {
            return new LocalServers(kafka.join(), kafka.join().bootstrapServers(), registry.join());
        } catch (CompletionException e) {
            registry.thenAccept(LocalRegistry::close);
            kafka.thenAccept(LocalKafka::close);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** That broker beside this registry; neither is closed with the result. */
    public LocalServers with(LocalKafka other) {
        return new LocalServers(other, other.bootstrapServers(), registry, registryUrl);
    }

    /** Brokers of another process beside this registry; neither is closed with the result. */
    public LocalServers with(String otherBootstrapServers) {
        return new LocalServers(null, otherBootstrapServers, registry, registryUrl);
    }

    private static <T> CompletableFuture<T> soon(Supplier<T> start) {
        Executor ownThread = task -> new Thread(task, "start-local-server").start();
        return CompletableFuture.supplyAsync(start, ownThread);
    }

    /** The broker of this process. */
    public LocalKafka kafka() {
        return Objects.requireNonNull(kafka, "the brokers run in another process");
    }

    /** Addresses of all brokers. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The real registry. */
    public LocalRegistry registry() {
        return Objects.requireNonNull(registry, "the registry is not a real one");
    }

    public String registryUrl() {
        return registryUrl;
    }

    @Override
    public void close() {
        try (kafka;
                registry) {
            // closes what there is
        }
    }

    /** Gives every test class that asks the same servers; they end with the last test of this JVM. */
    public static final class Shared implements ParameterResolver {

        /** A test should not wait long for what brokers look for now and then: transactions whose time is over, compaction. */
        private static final Map<String, String> IMPATIENT = Map.of(
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "500", "log.cleaner.backoff.ms", "500");

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == LocalServers.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(LocalServers.class))
                    .computeIfAbsent(LocalServers.class, key -> start(IMPATIENT), LocalServers.class);
        }
    }
}
