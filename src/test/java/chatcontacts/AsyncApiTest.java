package chatcontacts;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.config.SettingsLoader;
import chatcontacts.config.TopicSettings;
import chatcontacts.domain.outcome.Reason;
import chatcontacts.wire.DeadLetterHeaders;
import chatcontacts.wire.TopicPlan;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The AsyncAPI document says what the service does. */
class AsyncApiTest {

    private static final Path SCHEMAS = Path.of("schemas");

    private final Object document;

    AsyncApiTest() throws IOException {
        document = new Yaml().load(Files.readString(SCHEMAS.resolve("asyncapi.yaml")));
    }

    /** What stands at a path of keys. */
    private Object at(String... path) {
        Object node = document;
        for (String key : path) {
            node = ((Map<?, ?>) node).get(key);
            assertThat(node).as(String.join("/", path)).isNotNull();
        }
        return node;
    }

    private Set<String> keysAt(String... path) {
        Set<String> keys = new TreeSet<>();
        ((Map<?, ?>) at(path)).keySet().forEach(it -> keys.add(it.toString()));
        return keys;
    }

    private Map<String, TopicPlan> plans() {
        TopicSettings topics = SettingsLoader.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of("kafka.bootstrap.servers", "b:1", "schema.registry.url", "http://r:1"))
                .settings()
                .topics();
        return Map.of(
                "requests", TopicPlan.requests(topics.requests()),
                "results", TopicPlan.results(topics.results()),
                "deadLetters", TopicPlan.deadLetter(topics.deadLetter()),
                "contactEvents", TopicPlan.contactEvents(topics.contactEvents().orElseThrow()),
                "cancellations", TopicPlan.cancellations(topics.cancellations().orElseThrow()),
                "control", TopicPlan.control(topics.control().orElseThrow().commands()),
                "controlLog",
                        TopicPlan.controlLog(topics.control().orElseThrow().log()));
    }

    @Test
    void isOfVersionThree() {
        assertThat(at("asyncapi")).isEqualTo("3.0.0");
    }

    @Test
    void hasAChannelForEachTopicButTheDispatchTopicUnderItsDefaultName() {
        assertThat(keysAt("channels")).isEqualTo(new TreeSet<>(plans().keySet()));
        plans().forEach((channel, plan) -> {
            assertThat(at("channels", channel, "address")).isEqualTo(plan.name());
            Map<?, ?> configs = (Map<?, ?>) at("channels", channel, "bindings", "kafka", "topicConfiguration");
            configs.forEach((key, value) -> assertThat(
                            value instanceof List<?> list ? String.valueOf(list.getFirst()) : String.valueOf(value))
                    .as("%s of %s", key, channel)
                    .isEqualTo(plan.configs().get(key.toString())));
            assertThat(configs.containsKey("max.message.bytes"))
                    .isEqualTo(plan.configs().containsKey("max.message.bytes"));
        });
    }

    @Test
    void hasOneOperationForEachChannel() {
        List<String> channels = keysAt("operations").stream()
                .map(it -> String.valueOf(at("operations", it, "channel", "$ref")))
                .toList();

        assertThat(channels)
                .containsExactlyInAnyOrderElementsOf(keysAt("channels").stream()
                        .map(it -> "#/channels/" + it)
                        .toList());
        assertThat(at("operations", "receiveRequest", "action")).isEqualTo("receive");
        assertThat(at("operations", "sendResult", "action")).isEqualTo("send");
        assertThat(at("operations", "sendDeadLetter", "action")).isEqualTo("send");
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        List<String> references = new ArrayList<>();
        collect(document, references);

        assertThat(references).hasSizeGreaterThan(15);
        for (String reference : references) {
            if (reference.startsWith("#/")) {
                at(reference.substring(2).split("/"));
            } else {
                Path file = SCHEMAS.resolve(reference);
                assertThat(file).isRegularFile();
                new Schema.Parser().parse(Files.readString(file));
            }
        }
    }

    private static void collect(Object node, List<String> references) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("$ref")) {
                    references.add(value.toString());
                } else {
                    collect(value, references);
                }
            });
        } else if (node instanceof List<?> list) {
            list.forEach(it -> collect(it, references));
        }
    }

    @Test
    void eachAvroMessageRefersToTheSchemaOfItsName() {
        for (String message :
                List.of("chatRequest", "chatResult", "chatCancellation", "chatControl", "chatControlLog")) {
            assertThat(at("components", "messages", message, "payload", "schema", "$ref"))
                    .isEqualTo("./" + at("components", "messages", message, "name") + ".avsc");
        }
    }

    @Test
    void namesEveryHeaderOfADeadLetterAndNoOther() throws IllegalAccessException {
        Set<String> names = new TreeSet<>();
        for (Field field : DeadLetterHeaders.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.getType() == String.class) {
                names.add((String) field.get(null));
            }
        }
        names.remove(DeadLetterHeaders.START_BY); // a request's

        assertThat(keysAt("components", "schemas", "deadLetterHeaders", "properties"))
                .isEqualTo(names);
        assertThat((List<?>) at("components", "schemas", "deadLetterHeaders", "required"))
                .allMatch(names::contains);
    }

    @Test
    void namesTheHeadersOfARedrive() {
        assertThat(keysAt("components", "schemas", "redriveHeaders", "properties"))
                .containsExactlyInAnyOrder(
                        DeadLetterHeaders.CLIENT_TOKEN,
                        DeadLetterHeaders.REDRIVE_COUNT,
                        DeadLetterHeaders.START_BY,
                        DeadLetterHeaders.FIRST_CALL_AT,
                        DeadLetterHeaders.MAYBE_STARTED,
                        DeadLetterHeaders.REGION);
    }

    @Test
    void listsEveryReason() {
        List<String> reasons = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            reasons.add(reason.name());
        }
        assertThat(at("components", "schemas", "deadLetterHeaders", "properties", "chat.reason", "enum"))
                .isEqualTo(reasons);
    }
}
