package chatcontacts.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.PlannedTopics;
import chatcontacts.config.SettingsLoader;
import chatcontacts.config.TopicSettings;
import chatcontacts.wire.TopicPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicRetentionsTest {

    private static TopicSettings topics(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(given);
        all.put("kafka.bootstrap.servers", "localhost:9");
        all.put("schema.registry.url", "mock://x");
        return SettingsLoader.load(Optional.empty(), Map.of(), all).settings().topics();
    }

    @Test
    void withoutSettingsTopicsKeepWhatTheirPlansSay() {
        assertThat(PlannedTopics.of(topics(Map.of("topics.control", ""))))
                .isEqualTo(List.of(
                        TopicPlan.requests("chat-requests"),
                        TopicPlan.dispatch("chat-dispatch"),
                        TopicPlan.results("chat-results"),
                        TopicPlan.deadLetter("chat-requests-dead-letter"),
                        TopicPlan.contactEvents("contact-events"),
                        TopicPlan.cancellations("chat-cancellations")));
    }

    @Test
    void retentionsAreThoseOfTheSettings() {
        List<TopicPlan> plans = PlannedTopics.of(topics(Map.of(
                "topics.requests.retention.ms", "3600001",
                "topics.results.retention.ms", "3600002",
                "topics.dead.letter.retention.ms", "3600003",
                "topics.contact.events.retention.ms", "3600004",
                "topics.control", "")));

        assertThat(plans)
                .extracting(it -> it.configs().get("retention.ms"))
                .containsExactly("3600001", "3600001", "3600002", "3600003", "3600004", "3600001");
    }
}
