package chatcontacts.app.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the shipped dashboard and alert rules ask of Prometheus. */
public final class ShippedQueries {

    static final Path FOLDER = Path.of("k8s", "observability");

    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]");
    private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|group_left)\\s*\\(([^)]*)\\)");
    private static final Pattern MATCHED = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*+(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("[a-zA-Z_:][\\w:]*+(?!\\s*\\()(?:\\{[^}]*})?");
    private static final Pattern FOREIGN = Pattern.compile("kube_|kubelet_|container_|kafka_consumergroup_|ALERTS");
    private static final Set<String> KEYWORDS = Set.of("by", "on", "and", "or", "unless", "group_left");

    private ShippedQueries() {}

    /** One panel, as it stands in the dashboard. */
    public record Panel(Map<?, ?> json) {
        public String title() {
            return String.valueOf(json.get("title"));
        }

        boolean isRow() {
            return "row".equals(json.get("type"));
        }

        public List<Map<?, ?>> targets() {
            return isRow() ? List.of() : maps(json.get("targets"));
        }

        List<String> expressions() {
            return targets().stream().map(it -> String.valueOf(it.get("expr"))).toList();
        }
    }

    /** One alert or recording rule. */
    public record Rule(Map<?, ?> yaml) {
        boolean isAlert() {
            return yaml.containsKey("alert");
        }

        public String name() {
            return String.valueOf(yaml.get(isAlert() ? "alert" : "record"));
        }

        public String expression() {
            return String.valueOf(yaml.get("expr"));
        }

        String annotation(String name) {
            return yaml.get("annotations") instanceof Map<?, ?> all ? String.valueOf(all.get(name)) : "";
        }
    }

    static Map<?, ?> dashboard() {
        return (Map<?, ?>) read(FOLDER.resolve("dashboard.json"));
    }

    /** All of them, those of folded rows after their row. */
    public static List<Panel> panels() {
        return maps(dashboard().get("panels")).stream()
                .flatMap(it -> Stream.concat(
                        Stream.of(it), it.get("panels") == null ? Stream.of() : maps(it.get("panels")).stream()))
                .map(Panel::new)
                .toList();
    }

    /** What a Prometheus without its operator reads. */
    static Map<?, ?> ruleFile() {
        return (Map<?, ?>) ((Map<?, ?>) read(FOLDER.resolve("prometheus-rule.yaml"))).get("spec");
    }

    public static List<Rule> rules() {
        return maps(ruleFile().get("groups")).stream()
                .flatMap(group -> maps(group.get("rules")).stream())
                .map(Rule::new)
                .toList();
    }

    static List<Rule> alerts() {
        return rules().stream().filter(Rule::isAlert).toList();
    }

    /** JSON is YAML, too. */
    static Object read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Object parse(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    public static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) list).forEach(it -> maps.add((Map<?, ?>) it));
        return maps;
    }

    /** Series that an expression selects, with their matchers and without their time. */
    public static Set<String> selectors(String expression) {
        String rest =
                GROUPING.matcher(DURATION.matcher(expression).replaceAll("")).replaceAll("");
        Set<String> selectors = new TreeSet<>();
        SELECTOR.matcher(rest)
                .results()
                .map(MatchResult::group)
                .filter(it -> !KEYWORDS.contains(it))
                .forEach(selectors::add);
        return selectors;
    }

    /** Whether others expose it: kube-state-metrics, the kubelet, an exporter of Kafka's groups, or Prometheus itself. */
    public static boolean isOfOthers(String selector) {
        return FOREIGN.matcher(selector).lookingAt();
    }

    static Set<String> metrics(String expression) {
        Set<String> names = new TreeSet<>();
        for (String selector : selectors(expression)) {
            WORD.matcher(MATCHERS.matcher(selector).replaceAll("")).results().forEach(it -> names.add(it.group()));
        }
        return names;
    }

    /** Labels by which an expression groups or chooses. */
    static Set<String> labels(String expression) {
        Set<String> labels = new TreeSet<>();
        Stream<String> grouped = GROUPING.matcher(expression)
                .results()
                .flatMap(it -> Stream.of(it.group(1).split(",", -1)))
                .map(String::strip)
                .filter(it -> !it.isEmpty());
        Stream<String> matched = MATCHERS.matcher(expression)
                .results()
                .flatMap(it -> MATCHED.matcher(it.group()).results())
                .map(it -> it.group(1));
        Stream.concat(grouped, matched).forEach(labels::add);
        return labels;
    }
}
