package chatcontacts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static final String DAY = "86400000";
    private static final String WEEK = "604800000";

    @Test
    void resultsHoldSecretsAndStayForADayInSegmentsOfAnHour() {
        assertThat(TopicPlan.results("r"))
                .isEqualTo(new TopicPlan(
                        "r",
                        "outcomes",
                        Map.of("cleanup.policy", "delete", "retention.ms", DAY, "segment.ms", "3600000")));
    }

    @Test
    void requestsAndCancellationsStayAsLongAsConnectRemembersATokenOf() {
        Map<String, String> week = Map.of("cleanup.policy", "delete", "retention.ms", WEEK);

        assertThat(TopicPlan.requests("q").configs()).isEqualTo(week);
        assertThat(TopicPlan.cancellations("c").configs()).isEqualTo(week);
    }

    @Test
    void dispatchTopicAndDeadLettersTakeAnOriginalWithWhatIsAddedToIt() {
        assertThat(TopicPlan.dispatch("d").configs())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", WEEK, "max.message.bytes", "2097152"));
        assertThat(TopicPlan.deadLetter("l").configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete", "retention.ms", "2592000000", "max.message.bytes", "2097152"));
    }

    @Test
    void contactEventsStayALittleLongerThanAChat() {
        assertThat(TopicPlan.contactEvents("e").configs())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "172800000"));
    }
}
