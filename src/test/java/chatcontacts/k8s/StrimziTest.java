package chatcontacts.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.Settings;
import chatcontacts.config.TopicSettings;
import chatcontacts.wire.StateNames;
import chatcontacts.wire.TopicPlan;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strimzi's topics are those that {@code topics create} makes, and its users may do what the service does and no more. */
class StrimziTest {

    private static final String INPUT = "[Describe, Read]";
    private static final String OUTPUT = "[Describe, Write]";

    @TempDir
    private Path folder;

    private Manifests kafka;
    private Settings settings;

    @BeforeEach
    void render() {
        kafka = Kustomize.render("overlays/production-kafka");
        Manifests production = Kustomize.render("overlays/production");
        Pod service = production.service();
        settings =
                new PodFiles(production, service, service.main()).load(folder).settings();
    }

    @Test
    void topicsAreThoseOfThePlan() {
        TopicSettings topics = settings.topics();
        Map<String, Map<String, String>> planned = Stream.of(
                        TopicPlan.requests(topics.requests()),
                        TopicPlan.dispatch(topics.dispatch()),
                        TopicPlan.results(topics.results()),
                        TopicPlan.deadLetter(topics.deadLetter()),
                        TopicPlan.contactEvents(topics.contactEvents().orElseThrow()),
                        TopicPlan.cancellations(topics.cancellations().orElseThrow()),
                        TopicPlan.control(topics.control().orElseThrow().commands()),
                        TopicPlan.dispatchControl(topics.control().orElseThrow().dispatch()),
                        TopicPlan.controlLog(topics.control().orElseThrow().log()))
                .collect(Collectors.toMap(TopicPlan::name, it -> {
                    Map<String, String> configs = new TreeMap<>(it.configs());
                    configs.put("min.insync.replicas", "2"); // as with `topics create --replication 3`
                    return configs;
                }));

        Map<String, Map<String, String>> given = new TreeMap<>();
        for (KafkaTopic topic : kafka.all(KafkaTopic.class)) {
            Map<String, String> configs = new TreeMap<>();
            topic.getSpec().getConfig().forEach((key, value) -> configs.put(key, value.toString()));
            given.put(topic.getMetadata().getName(), configs);
            assertThat(topic.getSpec().getReplicas()).isEqualTo(3);
            assertThat(topic.getSpec().getPartitions()).isEqualTo(6);
        }

        assertThat(given).isEqualTo(planned);
    }

    @Test
    void theServiceMayUseItsTopicsItsChangelogItsGroupsAndItsTransactions() {
        TopicSettings topics = settings.topics();
        String intake = settings.intakeApplicationId();
        String dispatch = settings.dispatchApplicationId();

        assertThat(permissions("chat-contact-processor"))
                .isEqualTo(Map.ofEntries(
                        Map.entry("topic " + topics.requests(), INPUT),
                        Map.entry("topic " + topics.contactEvents().orElseThrow(), INPUT),
                        Map.entry("topic " + topics.cancellations().orElseThrow(), INPUT),
                        Map.entry("topic " + topics.control().orElseThrow().commands(), INPUT),
                        Map.entry("topic " + topics.control().orElseThrow().log(), OUTPUT),
                        Map.entry("topic " + topics.control().orElseThrow().dispatch(), "[Describe, Read, Write]"),
                        Map.entry("topic " + topics.dispatch(), "[Describe, Read, Write]"),
                        Map.entry("topic " + topics.results(), OUTPUT),
                        Map.entry("topic " + topics.deadLetter(), OUTPUT),
                        Map.entry(
                                "topic " + dispatch + "-" + StateNames.STORE + "-changelog",
                                "[Create, Describe, Read, Write]"),
                        Map.entry("group " + intake, INPUT),
                        Map.entry("group " + dispatch, INPUT),
                        Map.entry("transactionalId " + intake + "-*", OUTPUT),
                        Map.entry("transactionalId " + dispatch + "-*", OUTPUT)));
    }

    @Test
    void setUpMayCreateEachTopicAndCompareIt() {
        assertThat(permissions("chat-contact-processor-setup"))
                .isEqualTo(kafka.all(KafkaTopic.class).stream()
                        .collect(Collectors.toMap(
                                it -> "topic " + it.getMetadata().getName(),
                                it -> "[Create, Describe, DescribeConfigs]")));
    }

    @Test
    void redriveMayReadDeadLettersAndWriteRequestsInTransactionsOfItsGroup() {
        String group = settings.applicationId() + "-redrive";

        assertThat(permissions("chat-contact-processor-redrive"))
                .isEqualTo(Map.of(
                        "topic " + settings.topics().deadLetter(), INPUT,
                        "topic " + settings.topics().requests(), OUTPUT,
                        "group " + group, INPUT,
                        "transactionalId " + group, OUTPUT));
    }

    @Test
    void anOperatorMayWriteCommandsAndReadWhatBecameOfThem() {
        var control = settings.topics().control().orElseThrow();

        assertThat(permissions("chat-contact-processor-operator"))
                .isEqualTo(Map.of("topic " + control.commands(), OUTPUT, "topic " + control.log(), INPUT));
    }

    private Map<String, String> permissions(String user) {
        Map<String, String> permissions = new TreeMap<>();
        new StrimziPermissions(kafka)
                .of(user)
                .forEach((resource, operations) -> permissions.put(resource, operations.toString()));
        return permissions;
    }
}
