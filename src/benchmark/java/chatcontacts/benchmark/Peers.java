package chatcontacts.benchmark;

import chatcontacts.testkit.servers.JavaProcess;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other ways to do the job of the service. Each is a process that takes the same arguments, see {@link ParallelConsumerMain}. */
final class Peers {

    private static final Path FOLDER = Path.of("target", "peers").toAbsolutePath();
    private static final Path KAFKA_CLIENTS = FOLDER.resolve("kafka-clients.jar");

    private Peers() {}

    /** Those that can run on this machine. */
    static List<Contender> all(BenchmarkEnvironment environment, Report report) {
        List<Contender> peers = new ArrayList<>();
        buildGo(environment)
                .ifPresentOrElse(
                        program -> peers.add(go(environment, program)),
                        () -> report.progress("go is not on the PATH, its consumer is left out"));
        peers.add(parallelConsumer(environment, "Parallel Consumer", CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS));
        peers.add(parallelConsumer(
                environment, "Parallel Consumer, transactional", CommitMode.PERIODIC_TRANSACTIONAL_PRODUCER));
        return peers;
    }

    private static Contender parallelConsumer(BenchmarkEnvironment environment, String name, CommitMode mode) {
        if (!Files.exists(KAFKA_CLIENTS)) {
            throw new IllegalStateException(KAFKA_CLIENTS + " is missing, which the build copies");
        }
        List<String> jvm = new ArrayList<>(environment.jvm());
        jvm.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=chatcontacts");
        jvm.addAll(List.of("-cp", KAFKA_CLIENTS + File.pathSeparator + System.getProperty("java.class.path")));
        return new Contender(name, (arm, inFlight) -> {
            List<String> args = arguments(environment, arm, inFlight);
            args.add(mode.name());
            return JavaProcess.start(arm.name(), environment.folder(), jvm, ParallelConsumerMain.class, args);
        });
    }

    private static Contender go(BenchmarkEnvironment environment, Path program) {
        return new Contender("Go", (arm, inFlight) -> {
            List<String> command = arguments(environment, arm, inFlight);
            command.addFirst(program.toString());
            return JavaProcess.startProgram(arm.name(), environment.folder(), command);
        });
    }

    /** Builds the consumer in Go; empty where there is no Go. */
    private static Optional<Path> buildGo(BenchmarkEnvironment environment) {
        Path program = FOLDER.resolve("go-consumer");
        Path log = environment.folder().resolve("go-build.log");
        Process build;
        try {
            build = new ProcessBuilder("go", "build", "-buildvcs=false", "-o", program.toString(), ".")
                    .directory(new File("src/benchmark/go"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (build.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("the consumer in Go could not be built, see " + log);
        }
        return Optional.of(program);
    }

    private static List<String> arguments(BenchmarkEnvironment environment, Arm arm, int inFlight) {
        return new ArrayList<>(List.of(
                environment.bootstrapServers(),
                environment.registryUrl(),
                arm.topic("requests"),
                arm.topic("results"),
                arm.connect().address(),
                Integer.toString(inFlight)));
    }
}
