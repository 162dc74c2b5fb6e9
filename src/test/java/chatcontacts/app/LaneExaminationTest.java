package chatcontacts.app;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.cli.console.Finding;
import chatcontacts.cli.console.Finding.FindingState;
import chatcontacts.config.Settings;
import chatcontacts.config.SettingsLoader;
import chatcontacts.connect.SignedLane;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code doctor} finds out about lanes, with the AWS SDK's own clients over HTTP. */
final class LaneExaminationTest {

    private final ConnectSimulator connect = ConnectSimulator.start(it -> it.rules()
            .rate(20, 32)
            .quota("sales-0001", 250)
            .knowInstance("sales-0001")
            .knowFlow("flow"));
    private final SignedLane lane = SignedLane.at(connect.uri());

    @AfterEach
    void close() {
        lane.close();
        connect.close();
    }

    private List<Finding> examine(boolean calls, String... more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", "b:1",
                "schema.registry.url", "http://r:1",
                "lanes.default.region", "eu-west-2",
                "lanes.default.account", "123456789012",
                "lanes.default.endpoint", connect.uri().toString(),
                "lanes.default.service.quotas.endpoint", connect.uri().toString(),
                "instances", "sales",
                "instances.sales.id", "sales-0001"));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        Settings settings = SettingsLoader.load(Optional.empty(), Map.of(), all).settings();
        return LaneExamination.examine(settings, lane.clients(), InstantSource.system(), calls);
    }

    private static Finding of(List<Finding> findings, String subject) {
        return findings.stream()
                .filter(it -> it.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(subject + " is not in " + findings));
    }

    @Test
    void endpointRightsAndLimitsAreTriedWithoutAnyChat() {
        List<Finding> findings = examine(true);
        assertThat(of(findings, "endpoint").state()).isEqualTo(FindingState.OK);
        assertThat(of(findings, "connect:DescribeContact").state()).isEqualTo(FindingState.OK);
        assertThat(of(findings, "connect:StartChatContact").detail()).isEqualTo("allowed");
        assertThat(of(findings, "rate.per.second").detail()).isEqualTo("20, says AWS");
        assertThat(of(findings, "instances.sales.concurrent.chats").detail()).isEqualTo("250, says AWS");
        assertThat(connect.active("sales-0001")).isZero();
    }

    @Test
    void withoutTheOptionNothingIsStarted() {
        assertThat(examine(false)).noneMatch(it -> it.subject().equals("connect:StartChatContact"));
        assertThat(connect.stats().answers("ResourceNotFoundException")).isZero();
    }

    @Test
    void aMissingRightIsNamedWithItsActionAndItsFeature() {
        connect.change(it -> it.rules()
                .answerAction("connect:DescribeContact", ConnectError.ACCESS_DENIED)
                .answerAction("servicequotas:GetServiceQuota", ConnectError.ACCESS_DENIED)
                .deny("sales-0001"));
        List<Finding> findings = examine(true, "lanes.default.reconciliation.share", "0.5");
        assertThat(of(findings, "connect:DescribeContact").hint()).contains("reconciliation");
        assertThat(of(findings, "rate.per.second").hint()).contains("servicequotas:GetServiceQuota");
        assertThat(of(findings, "connect:StartChatContact").state()).isEqualTo(FindingState.MISSING);
    }

    @Test
    void theRightToCountChatsIsTriedWhereTheFeatureIsOn() {
        String right = "cloudwatch:GetMetricData";
        String[] on = {
            "lanes.default.cloudwatch.active.chats",
            "true",
            "lanes.default.cloudwatch.endpoint",
            connect.uri().toString()
        };
        assertThat(examine(false)).noneMatch(it -> it.subject().equals(right));
        assertThat(of(examine(false, on), right).state()).isEqualTo(FindingState.OK);
        connect.change(it -> it.rules().answerAction(right, ConnectError.ACCESS_DENIED));
        Finding denied = of(examine(false, on), right);
        assertThat(denied.state()).isEqualTo(FindingState.WARNING);
        assertThat(denied.hint()).contains("lanes.default.cloudwatch.active.chats");
    }

    @Test
    void aNumberThatDiffersFromTheAppliedQuotaIsToldWithBoth() {
        Finding quota =
                of(examine(false, "instances.sales.concurrent.chats", "100"), "instances.sales.concurrent.chats");
        assertThat(quota.state()).isEqualTo(FindingState.WARNING);
        assertThat(quota.detail()).isEqualTo("configured 100, AWS allows 250");
    }

    @Test
    void anEndpointThatDoesNotAnswerIsMissing() {
        List<Finding> findings = examine(
                false,
                "lanes.default.endpoint",
                "http://127.0.0.1:1",
                "lanes.default.service.quotas.endpoint",
                "http://127.0.0.1:1");
        assertThat(of(findings, "endpoint").state()).isEqualTo(FindingState.MISSING);
        assertThat(of(findings, "rate.per.second").state()).isEqualTo(FindingState.WARNING);
    }
}
