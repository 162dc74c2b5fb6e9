package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.metrics.ShippedQueries.Panel;
import chatcontacts.app.metrics.ShippedQueries.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard is sound, and it and the alert rules ask only for what there is. {@code PrometheusIT} asks a real Prometheus. */
class DashboardTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** What Grafana calls these units. */
    private static final Set<String> UNITS = Set.of("short", "s", "ms", "percentunit", "reqps", "cps", "bytes");

    /** What Prometheus adds itself. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "job", "pod", "instance", "le");

    /** Of Kafka's series that come once a client runs. */
    private static final Set<String> OF_CLIENTS = Set.of("client_id", "thread_id", "topic");

    /** Of what others expose. */
    private static final Set<String> OF_OTHERS = Set.of(
            "statefulset",
            "persistentvolumeclaim",
            "consumergroup",
            "partition",
            "container",
            "resource",
            "alertname",
            "alertstate",
            "severity");

    private final List<Panel> panels = ShippedQueries.panels();

    @TempDir
    Path folder;

    @Test
    void everyPanelSaysWhatItShowsInWhichUnitAndFromWhichSource() {
        assertThat(panels.stream().filter(it -> !it.isRow()))
                .hasSizeGreaterThan(30)
                .allSatisfy(panel -> {
                    assertThat(String.valueOf(panel.json().get("description")))
                            .as(panel.title())
                            .endsWith(".")
                            .hasSizeGreaterThan(15);
                    Map<?, ?> config = (Map<?, ?>) panel.json().get("fieldConfig");
                    assertThat(((Map<?, ?>) config.get("defaults")).get("unit"))
                            .as(panel.title())
                            .isIn(UNITS);
                    assertThat(panel.targets()).as(panel.title()).isNotEmpty();
                    Stream.concat(Stream.of(panel.json()), panel.targets().stream())
                            .forEach(it -> assertThat(it.get("datasource"))
                                    .as(panel.title())
                                    .isEqualTo(Map.of("type", "prometheus", "uid", "${datasource}")));
                });
    }

    @Test
    void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
        assertThat(panels).extracting(it -> it.json().get("id")).doesNotHaveDuplicates();
        Set<String> taken = new HashSet<>();
        for (Panel panel : panels) {
            Map<?, ?> at = (Map<?, ?>) panel.json().get("gridPos");
            int x = (Integer) at.get("x");
            int y = (Integer) at.get("y");
            int width = (Integer) at.get("w");
            int height = (Integer) at.get("h");
            assertThat(x + width).as(panel.title()).isBetween(1, 24);
            for (int cell = 0; cell < width * height; cell++) {
                assertThat(taken.add((x + cell % width) + " " + (y + cell / width)))
                        .as(panel.title() + " lies on another panel")
                        .isTrue();
            }
        }
    }

    @Test
    void rowsAndTheirOrderStayAsTheGuideNamesThem() {
        assertThat(panels.stream().filter(Panel::isRow).map(Panel::title))
                .containsExactly(
                        "Are customers waiting?",
                        "Users' experience",
                        "Quota and rate limit",
                        "Failures",
                        "Kafka Streams",
                        "JVM",
                        "Disk and memory");
        assertThat(panels.stream()
                        .filter(Panel::isRow)
                        .filter(it -> Boolean.TRUE.equals(it.json().get("collapsed")))
                        .map(Panel::title))
                .containsExactly("Kafka Streams", "JVM", "Disk and memory");
    }

    @Test
    void everyVariableIsDeclaredAndUsed() {
        Set<String> declared = new TreeSet<>();
        ShippedQueries.maps(((Map<?, ?>) ShippedQueries.dashboard().get("templating")).get("list"))
                .forEach(it -> declared.add(String.valueOf(it.get("name"))));
        Set<String> used = new TreeSet<>();
        panels.forEach(
                panel -> VARIABLE.matcher(panel.json().toString()).results().forEach(it -> used.add(it.group(1))));

        assertThat(used.remove("__rate_interval")).isTrue();
        assertThat(used).isEqualTo(declared);
    }

    @Test
    void theDashboardAndTheRulesAskOnlyForWhatTheServiceExposes() throws IOException {
        String scrape = EveryMetric.scrape(folder);
        Set<String> exposed = exposed(scrape);
        ShippedQueries.rules().stream()
                .filter(it -> !it.isAlert())
                .map(Rule::name)
                .forEach(exposed::add);
        exposed.add("up");
        Set<String> labels = new TreeSet<>(OF_THE_TARGET);
        labels.addAll(OF_CLIENTS);
        labels.addAll(OF_OTHERS);
        LABEL.matcher(scrape).results().forEach(it -> labels.add(it.group(1)));

        for (String expression : expressions()) {
            assertThat(ShippedQueries.metrics(expression).stream().filter(it -> !ShippedQueries.isOfOthers(it)))
                    .as(expression)
                    .isSubsetOf(exposed);
            assertThat(labels).as(expression).containsAll(ShippedQueries.labels(expression));
        }
    }

    private List<String> expressions() {
        List<String> all = new ArrayList<>();
        panels.forEach(it -> all.addAll(it.expressions()));
        ShippedQueries.rules().forEach(it -> all.add(it.expression()));
        assertThat(all).hasSizeGreaterThan(80);
        return all;
    }

    /** Names of series. Some of Kafka's and of the JVM's come only once something happened: the page of metrics names those. */
    private static Set<String> exposed(String scrape) throws IOException {
        Set<String> names = new TreeSet<>(Set.of("jvm_gc_pause_seconds_sum", "jvm_gc_pause_seconds_count"));
        Pattern.compile("`((?:kafka|jvm|process)_\\w+)`")
                .matcher(Files.readString(Path.of("src/docs/metrics.md")))
                .results()
                .forEach(it -> names.add(it.group(1)));
        TYPE.matcher(scrape).results().forEach(it -> {
            String name = it.group(1);
            names.add(name);
            if (Set.of("histogram", "summary").contains(it.group(2))) {
                names.addAll(List.of(name + "_bucket", name + "_count", name + "_sum"));
            }
        });
        return names;
    }

    @Test
    void readsExpressionsAsPrometheusDoes() {
        String expression =
                "sum by (lane, by) (rate(a_total{x=\"1\",y=~\"b|c\"}[5m])) / on (lane) group_left () max(b > 0)"
                        + " or c:d unless e";

        assertThat(ShippedQueries.selectors(expression))
                .containsExactlyInAnyOrder("a_total{x=\"1\",y=~\"b|c\"}", "b", "c:d", "e");
        assertThat(ShippedQueries.labels(expression)).containsExactly("by", "lane", "x", "y");
    }
}
