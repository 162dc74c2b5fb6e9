package chatcontacts.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatcontacts.app.metrics.AlertsTest;
import chatcontacts.app.metrics.ShippedQueries;
import chatcontacts.app.metrics.ShippedQueries.Panel;
import chatcontacts.app.metrics.ShippedQueries.Rule;
import chatcontacts.testkit.connect.CallFault;
import chatcontacts.testkit.connect.ConnectError;
import chatcontacts.testkit.connect.ConnectSimulator;
import chatcontacts.testkit.servers.LocalServers;
import chatcontacts.testkit.servers.PrometheusProcess;
import chatcontacts.testkit.servers.PrometheusProcess.PrometheusResponse;
import chatcontacts.testkit.service.RunningService;
import chatcontacts.testkit.service.ServiceUnderLoad;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the running service under load and trouble, and is asked all that the dashboard and the alert rules
 * ask. What is once answered with data is not asked again, since holds and the like pass. Nothing may stay without data: every
 * trouble that the service counts is made.
 */
@ExtendWith(LocalServers.Shared.class)
final class PrometheusIT {

    private static final Duration MAX_WAIT = Duration.ofSeconds(90);
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

    /** Why something is held, and the answer that leads there. */
    private static final List<Map.Entry<String, ConnectError>> CAUSES = List.of(
            Map.entry("CREDENTIALS", ConnectError.UNRECOGNIZED_CLIENT),
            Map.entry("ACCESS_DENIED", ConnectError.ACCESS_DENIED),
            Map.entry("OUTAGE", ConnectError.INTERNAL_SERVICE));

    @TempDir
    Path folder;

    /** Something to ask, with the labels that its answer must have. */
    private record Question(String from, String expression, Set<String> labels) {}

    @Test
    void everyPanelAndEveryRuleFindsWhatItAsksFor(LocalServers servers) throws IOException {
        Path binary = PrometheusProcess.orSkip("prometheus");
        Path rules = folder.resolve("alerts.yaml");
        AlertsTest.writeRules(rules);
        try (ServiceUnderLoad load = new ServiceUnderLoad(servers, "prometheus", 20);
                PrometheusProcess prometheus = PrometheusProcess.start(
                        binary, folder, rules, load.stage().http().port())) {
            List<Question> open = questions();
            assertThat(open).hasSizeGreaterThan(100);
            load.awaitStarted(10);
            makeTrouble(load.stage(), prometheus);
            await("data for all panels and rules")
                    .atMost(MAX_WAIT)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        open.removeIf(it -> isAnswered(prometheus, it));
                        assertThat(open).isEmpty();
                    });
            assertThat(rulesThatFail(prometheus)).isEmpty();
        }
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (Panel panel : ShippedQueries.panels()) {
            for (Map<?, ?> target : panel.targets()) {
                String expression = String.valueOf(target.get("expr"))
                        .replace("$__rate_interval", "10s")
                        .replaceAll("\\$(namespace|job|pod|lane|instance)\\b", ".*");
                Set<String> labels = new TreeSet<>();
                LEGEND_LABEL
                        .matcher(String.valueOf(target.get("legendFormat")))
                        .results()
                        .forEach(it -> labels.add(it.group(1)));
                if (ShippedQueries.selectors(expression).stream().noneMatch(ShippedQueries::isOfOthers)) {
                    questions.add(new Question(panel.title(), expression, labels));
                }
            }
        }
        // An alert that has no data is silent for ever, one that does not fire is as it should be: so all that it
        // selects is asked for.
        for (Rule rule : ShippedQueries.rules()) {
            for (String selector : ShippedQueries.selectors(rule.expression())) {
                if (ShippedQueries.isOfOthers(selector)) {
                    continue; // that nobody here exposes
                }
                questions.add(new Question(rule.name(), "last_over_time(" + selector + "[1m])", Set.of()));
            }
        }
        return questions;
    }

    /** Throttling, an event of no use, each cause of a hold for as long as it takes to be seen, a pause, and quotas that others fill. */
    private static void makeTrouble(RunningService stage, PrometheusProcess prometheus) {
        ConnectSimulator seen = stage.environment().connect("default");
        ConnectSimulator blind = stage.environment().connect("dublin");
        seen.change(it -> it.faults().next(10, new CallFault.Instead(ConnectError.THROTTLING)));
        String events = stage.environment().topics().contactEvents().orElseThrow();
        RunningService.written(
                stage.sender().send(new ProducerRecord<>(events, "junk".getBytes(StandardCharsets.UTF_8))));
        CAUSES.forEach(cause -> {
            blind.change(it -> it.rules().answerEverythingWith(cause.getValue()));
            var held = new Question("trouble", "chat_hold{cause=\"" + cause.getKey() + "\"} == 1", Set.of());
            await(cause.getKey())
                    .atMost(MAX_WAIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> isAnswered(prometheus, held));
        });
        blind.change(it -> it.rules().answerNormally());
        stage.environment()
                .command(
                        "control", "pause", "--lane", "dublin", "--why", "seen by Prometheus", "--for", "5s", "--wait");
        for (ConnectSimulator connect : List.of(seen, blind)) {
            connect.stats().mostActive().keySet().forEach(instance -> {
                boolean room = true;
                while (room) {
                    room = connect.startForeignChat(instance);
                }
            });
        }
        System.gc(); // or there may be no pause to show
    }

    private static boolean isAnswered(PrometheusProcess prometheus, Question question) {
        PrometheusResponse answer = prometheus.query(question.expression());
        if (answer.status() != 200) {
            throw new IllegalStateException(question + ": " + answer);
        }
        Map<?, ?> data = (Map<?, ?>) ((Map<?, ?>) ShippedQueries.parse(answer.body())).get("data");
        return ShippedQueries.maps(data.get("result")).stream()
                .anyMatch(row -> isNumber((List<?>) row.get("value"))
                        && ((Map<?, ?>) row.get("metric")).keySet().containsAll(question.labels()));
    }

    private static boolean isNumber(List<?> timeAndValue) {
        return Double.isFinite(
                Double.parseDouble(String.valueOf(timeAndValue.get(1)).replace("Inf", "Infinity")));
    }

    private static List<String> rulesThatFail(PrometheusProcess prometheus) {
        Map<?, ?> data = (Map<?, ?>) ((Map<?, ?>)
                        ShippedQueries.parse(prometheus.get("/api/v1/rules").body()))
                .get("data");
        List<String> failing = new ArrayList<>();
        int rules = 0;
        for (Map<?, ?> group : ShippedQueries.maps(data.get("groups"))) {
            for (Map<?, ?> rule : ShippedQueries.maps(group.get("rules"))) {
                rules++;
                if (!"ok".equals(rule.get("health"))) {
                    failing.add(rule.get("name") + ": " + rule.get("lastError"));
                }
            }
        }
        assertThat(rules).isEqualTo(ShippedQueries.rules().size());
        return failing;
    }
}
