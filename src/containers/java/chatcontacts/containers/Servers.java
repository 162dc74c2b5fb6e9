package chatcontacts.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/**
 * A broker, a registry and two processes of the service, which the build's Dockerfile makes, each in a container of one network. Their
 * ports on this machine are fixed, so that they stay when a container is restarted.
 */
final class Servers implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final String SETTINGS = "/tmp/service.properties";

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka;
    private final GenericContainer<?> registry;
    private final ImageFromDockerfile image;
    private final Map<String, String> settings;
    private final Map<String, GenericContainer<?>> services = new LinkedHashMap<>();

    /** Starts broker and registry, and makes topics and schemas with the service's own image. */
    @SuppressWarnings("resource") // closed with the others
    Servers(Map<String, String> settings) {
        kafka = new KafkaContainer("apache/kafka:4.4.0")
                .withNetwork(network)
                .withListener("kafka:19092")
                // Its start script writes on in copies of files that may be read-only in the image.
                .withCreateContainerCmdModifier(it -> it.withUser("root"))
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.setPortBindings(List.of(freePort() + ":9092"));
        int registryPort = freePort();
        registry = new GenericContainer<>("apicurio/apicurio-registry:3.3.3")
                .withNetwork(network)
                .withNetworkAliases("registry")
                .withExposedPorts(8080)
                // On disk and at once: what was registered must outlive a restart.
                .withEnv("APICURIO_DATASOURCE_URL", "jdbc:h2:file:/tmp/registry;WRITE_DELAY=0")
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").withStartupTimeout(LONGEST_START));
        registry.setPortBindings(List.of(registryPort + ":8080"));
        image = new ImageFromDockerfile("chat-contact-processor-containers-it", false);
        Stream.of(
                        "Dockerfile",
                        "LICENSE",
                        "NOTICE",
                        "target/chat-contact-processor.jar",
                        "target/lib",
                        "target/training-lib",
                        "target/test-classes")
                .forEach(path -> image.withFileFromPath(path, Path.of(path)));
        this.settings = new LinkedHashMap<>(settings);
        this.settings.put("kafka.bootstrap.servers", "kafka:19092");
        this.settings.put("schema.registry.url", "http://registry:8080/apis/ccompat/v7");
        Startables.deepStart(kafka, registry).join();
        command("topics", "create", "--partitions", "4", "--replication", "1");
        command("schemas", "register");
    }

    /** @param memoryMib the limit of a pod for that in the manifests */
    private GenericContainer<?> service(String name, long memoryMib) {
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (key, value) -> file.append(key).append(" = ").append(value).append('\n'));
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCreateContainerCmdModifier(
                        it -> Objects.requireNonNull(it.withHostName(name).getHostConfig())
                                .withMemory(memoryMib * 1024 * 1024))
                .withExtraHost("host.docker.internal", "host-gateway")
                .withEnv("AWS_ACCESS_KEY_ID", "local")
                .withEnv("AWS_SECRET_ACCESS_KEY", "local")
                .withCopyToContainer(Transferable.of(file.toString().getBytes(StandardCharsets.UTF_8), 0644), SETTINGS);
    }

    private void command(String... words) {
        try (GenericContainer<?> command = service("command", 256)) {
            String[] all = Stream.concat(Stream.of(words), Stream.of("--config", SETTINGS))
                    .toArray(String[]::new);
            command.withCommand(all)
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LONGEST_START))
                    .start();
        }
    }

    /** Starts processes of the service in parallel, and returns when all are ready. */
    void startServices(String... names) {
        for (String name : names) {
            GenericContainer<?> service = service(name, 640);
            service.withCommand("run", "--config", SETTINGS)
                    .withExposedPorts(8080)
                    .waitingFor(Wait.forHttp("/health/ready").withStartupTimeout(LONGEST_START));
            service.setPortBindings(List.of(freePort() + ":8080"));
            services.put(name, service);
        }
        Startables.deepStart(services.values()).join();
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    String registryUrl() {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(8080) + "/apis/ccompat/v7";
    }

    /** Where that process answers over HTTP. */
    URI service(String name, String path) {
        GenericContainer<?> service = running(name);
        return URI.create("http://" + service.getHost() + ":" + service.getMappedPort(8080) + path);
    }

    /** What it wrote to its log. */
    String log(String name) {
        return running(name).getLogs();
    }

    /** Stops that container in good order and starts it again: {@code kafka}, {@code registry}, or a process by its name. */
    void restart(String name) {
        String id = switch (name) {
            case "kafka" -> kafka.getContainerId();
            case "registry" -> registry.getContainerId();
            default -> running(name).getContainerId();
        };
        DockerClientFactory.instance()
                .client()
                .restartContainerCmd(id)
                .withTimeout(30)
                .exec();
    }

    private GenericContainer<?> running(String name) {
        GenericContainer<?> service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return service;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        services.values().forEach(GenericContainer::close);
        registry.close();
        kafka.close();
        network.close();
    }
}
