package chatcontacts.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import chatcontacts.app.metrics.ShippedQueries.Rule;
import chatcontacts.testkit.servers.PrometheusProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The alert rules: each says what it means and what to do, fires when it should, and has its place in the guide. */
public class AlertsTest {

    private static final Path GUIDE = Path.of("src", "docs", "operations.md");
    private static final String RUNBOOK =
            "https://github.com/chat-contacts/chat-contact-processor/blob/main/src/docs/operations.md#";
    private static final Path TESTS = ShippedQueries.FOLDER.resolve("alerts-test.yaml");

    private final List<Rule> alerts = ShippedQueries.alerts();

    @Test
    void everyAlertHasAllThatIsNeededToActOnIt() {
        assertThat(alerts).hasSizeGreaterThan(15).allSatisfy(alert -> {
            assertThat(alert.yaml().get("labels")).as(alert.name()).isIn(severity("critical"), severity("warning"));
            assertThat(String.valueOf(alert.yaml().get("for"))).as(alert.name()).matches("[1-9]\\d*m");
            assertThat(alert.annotation("summary")).as(alert.name()).hasSizeGreaterThan(15);
            assertThat(alert.annotation("description"))
                    .as(alert.name())
                    .endsWith(".")
                    .hasSizeGreaterThan(60);
        });
        assertThat(alerts).extracting(Rule::name).doesNotHaveDuplicates();
    }

    private static Map<String, String> severity(String severity) {
        return Map.of("severity", severity);
    }

    @Test
    void everyAlertHasItsHeadingInTheGuideAndLeadsThere() throws IOException {
        List<String> headings = Pattern.compile("(?m)^### (Chat\\w+)$")
                .matcher(Files.readString(GUIDE))
                .results()
                .map(it -> it.group(1))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(alerts.stream().map(Rule::name).toList());
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(alert.annotation("runbook_url"))
                        .isEqualTo(RUNBOOK + alert.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void theGuideNamesOnlyPanelsThatThereAre() throws IOException {
        Set<String> titles = new TreeSet<>();
        ShippedQueries.panels().forEach(it -> titles.add(it.title()));

        Set<String> named = new TreeSet<>();
        Pattern.compile("\\*([A-Z][^*\\n]+)\\*(?!\\*)")
                .matcher(Files.readString(GUIDE))
                .results()
                .forEach(it -> named.add(it.group(1)));

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(titles).containsAll(named);
    }

    @Test
    void everyAlertHasATestInWhichItFires() throws IOException {
        String tests = Files.readString(TESTS);

        assertThat(alerts)
                .allSatisfy(alert -> assertThat(tests).contains("labels: '{alertname=\"" + alert.name() + "\"}'"));
    }

    /** Silence counts only where there is something to hear: all is well, and every alert has its series. */
    @Test
    void everyAlertHasATestInWhichItHasAllItsSeriesAndIsSilent() {
        Map<?, ?> well = ShippedQueries.maps(((Map<?, ?>) ShippedQueries.read(TESTS)).get("tests")).stream()
                .filter(it -> "all is well".equals(it.get("name")))
                .findFirst()
                .orElseThrow();
        Set<String> series = new TreeSet<>();
        ShippedQueries.maps(well.get("input_series"))
                .forEach(it -> series.addAll(ShippedQueries.metrics(String.valueOf(it.get("series")))));
        ShippedQueries.rules().stream()
                .filter(it -> !it.isAlert())
                .map(Rule::name)
                .forEach(series::add);

        assertThat(alerts)
                .allSatisfy(alert ->
                        assertThat(series).as(alert.name()).containsAll(ShippedQueries.metrics(alert.expression())));
        assertThat(ShippedQueries.maps(well.get("promql_expr_test")))
                .allSatisfy(it -> assertThat(it.get("exp_samples")).isEqualTo(List.of()));
    }

    @Test
    void everyAlertFiresWhenItShouldAndNoOtherWithIt() throws IOException, InterruptedException {
        Path promtool = PrometheusProcess.orSkip("promtool");
        Path folder = Path.of("target", "observability");
        writeRules(folder.resolve("alerts.yaml"));
        Files.copy(TESTS, folder.resolve("alerts-test.yaml"), StandardCopyOption.REPLACE_EXISTING);

        promtool(promtool, folder, "check", "rules", "alerts.yaml");
        promtool(promtool, folder, "test", "rules", "alerts-test.yaml");
    }

    /** As a Prometheus without its operator reads them. */
    public static void writeRules(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, new Yaml().dump(ShippedQueries.ruleFile()));
    }

    private static void promtool(Path binary, Path folder, String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(binary.toString()), Stream.of(words))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
