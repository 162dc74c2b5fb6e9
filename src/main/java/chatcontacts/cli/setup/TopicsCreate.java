package chatcontacts.cli.setup;

import chatcontacts.cli.console.CommandException;
import chatcontacts.cli.console.ExitCode;
import chatcontacts.cli.console.KafkaErrors;
import chatcontacts.cli.console.Output;
import chatcontacts.cli.console.PlannedTopics;
import chatcontacts.cli.console.RootCommand;
import chatcontacts.config.KafkaSettings;
import chatcontacts.config.LoadedSettings;
import chatcontacts.wire.TopicPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code topics create}: creates what is missing, compares what exists. */
@Command(
        name = "create",
        description = "Creates missing topics. Never changes existing ones, but reports where they differ.")
public final class TopicsCreate implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final RootCommand root;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "" + PlannedTopics.PARTITIONS,
            description = "Partitions of each new topic (default: ${DEFAULT-VALUE}). Lanes are spread over the"
                    + " partitions of the dispatch topic: do not change their number while requests wait.")
    private int partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replicas of each new topic (default: that of the brokers). With 3 or more,"
                    + " min.insync.replicas is 2.")
    private Optional<Short> replication = Optional.empty();

    @Option(names = "--dry-run", description = "Create nothing; only report what would be done.")
    private boolean dryRun;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public TopicsCreate(RootCommand root) {
        this.root = root;
    }

    @Override
    public Integer call() {
        if (partitions < 1 || replication.filter(it -> it < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--partitions and --replication must be at least 1");
        }
        LoadedSettings loaded = root.load();
        Output output = new Output(spec.commandLine());
        output.warnings(loaded.warnings());
        List<TopicReport> reports = apply(
                loaded.settings().kafka(), PlannedTopics.of(loaded.settings().topics()));
        if (root.json()) {
            output.json(Map.of("topics", reports.stream().map(TopicReport::row).toList()));
        } else {
            output.columns(reports.stream().map(TopicReport::cells).toList());
        }
        return ExitCode.OK;
    }

    private List<TopicReport> apply(KafkaSettings kafka, List<TopicPlan> plans) {
        try (Admin admin = client(kafka)) {
            return new TopicSetup(admin, partitions, replication, PATIENCE).apply(plans, dryRun);
        } catch (ExecutionException e) {
            throw KafkaErrors.translate(kafka, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw KafkaErrors.noResponse(kafka, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.INTERNAL, "interrupted", e);
        }
    }

    private Admin client(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.forClient("admin.", AdminClientConfig.configNames(), "admin");
        settings.putIfAbsent("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        settings.putIfAbsent("request.timeout.ms", Long.toString(PATIENCE.toMillis()));
        try {
            return root.environment().admin().apply(settings);
        } catch (KafkaException e) {
            throw KafkaErrors.clientFailed(kafka, e);
        }
    }
}
