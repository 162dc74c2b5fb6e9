package chatcontacts.testkit.connect;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The simulator's settings as text, for its command line and for POST /_simulator/settings. Lengths of time are written as in
 * {@link RandomDuration#parse}, probabilities as 0 to 1, lists with commas.
 */
final class SimulatorSettings {

    private static final Map<String, BiConsumer<ConnectEndpoint, String>> KEYS = new TreeMap<>(Map.ofEntries(
            Map.entry("rate", (it, value) -> {
                String[] parts = value.split("/", 2);
                it.rules().rate(Double.parseDouble(parts[0]), Double.parseDouble(parts[parts.length - 1]));
            }),
            Map.entry("quota", (it, value) -> it.rules().quota(Integer.parseInt(value))),
            Map.entry("latency", (it, value) -> it.latency(RandomDuration.parse(value))),
            Map.entry("chat.duration", (it, value) -> it.rules().chatDuration(RandomDuration.parse(value))),
            Map.entry("chat.transfers", (it, value) -> it.rules().transfers(probability(value))),
            Map.entry("instances.known", (it, value) -> each(value, it.rules()::knowInstance)),
            Map.entry("flows.known", (it, value) -> each(value, it.rules()::knowFlow)),
            Map.entry("denied", (it, value) -> each(value, it.rules()::deny)),
            Map.entry("allowed", (it, value) -> each(value, it.rules()::allow)),
            Map.entry(
                    "actions.denied",
                    (it, value) -> each(value, action -> it.rules().answerAction(action, ConnectError.ACCESS_DENIED))),
            Map.entry(
                    "actions.allowed",
                    (it, value) -> each(value, action -> it.rules().answerAction(action, null))),
            Map.entry("instances.silent", (it, value) -> each(value, it.rules()::silence)),
            Map.entry("answer.everything", (it, value) -> {
                if (value.isEmpty()) {
                    it.rules().answerNormally();
                } else {
                    it.rules().answerEverythingWith(ConnectError.ofCode(value));
                }
            }),
            Map.entry("throttling", (it, value) -> it.rules().spellThrottling(ConnectError.ofCode(value))),
            Map.entry("fault.cut.before", sometimes(new CallFault.CutBefore())),
            Map.entry("fault.cut.after", sometimes(new CallFault.CutAfter())),
            Map.entry("fault.truncated", sometimes(new CallFault.Truncated())),
            Map.entry("fault.late", sometimes(new CallFault.Late(Duration.ofSeconds(30)))),
            Map.entry("fault.internal", sometimes(new CallFault.Instead(ConnectError.INTERNAL_SERVICE))),
            Map.entry("fault.internal.after", sometimes(new CallFault.After(ConnectError.INTERNAL_SERVICE))),
            Map.entry("fault.throttling", sometimes(new CallFault.Instead(ConnectError.TOO_MANY_REQUESTS))),
            Map.entry("events.delay", (it, value) -> it.events().delay(RandomDuration.parse(value))),
            Map.entry("events.loss", (it, value) -> it.events().loss(probability(value))),
            Map.entry("events.duplication", (it, value) -> it.events().duplication(probability(value))),
            Map.entry(
                    "events.reordering",
                    (it, value) -> it.events().reordering(probability(value), Duration.ofSeconds(10))),
            Map.entry("events.oddity", (it, value) -> it.events().oddity(probability(value)))));

    private SimulatorSettings() {}

    /** All keys, for the usage text; {@code quota.INSTANCE}, {@code latency.INSTANCE} and {@code chat.duration.INSTANCE} exist besides. */
    static String keys() {
        return String.join(" ", KEYS.keySet());
    }

    /**
     * Applies them all, in no particular order.
     *
     * @throws IllegalArgumentException for an unknown key or a value that cannot be read
     */
    static void apply(Properties settings, ConnectEndpoint endpoint) {
        for (String key : settings.stringPropertyNames()) {
            String value = settings.getProperty(key).strip();
            try {
                apply(key, value, endpoint);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
            }
        }
    }

    private static void apply(String key, String value, ConnectEndpoint endpoint) {
        BiConsumer<ConnectEndpoint, String> setting = KEYS.get(key);
        if (setting != null) {
            setting.accept(endpoint, value);
        } else if (key.startsWith("quota.")) {
            endpoint.rules().quota(key.substring("quota.".length()), Integer.parseInt(value));
        } else if (key.startsWith("latency.")) {
            endpoint.latency(key.substring("latency.".length()), RandomDuration.parse(value));
        } else if (key.startsWith("chat.duration.")) {
            endpoint.rules().chatDuration(key.substring("chat.duration.".length()), RandomDuration.parse(value));
        } else {
            throw new IllegalArgumentException("unknown setting; known are " + keys());
        }
    }

    private static BiConsumer<ConnectEndpoint, String> sometimes(CallFault fault) {
        return (it, value) -> it.faults().sometimes(probability(value), fault);
    }

    private static double probability(String value) {
        double probability = Double.parseDouble(value);
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("not between 0 and 1");
        }
        return probability;
    }

    private static void each(String list, Consumer<String> action) {
        for (String item : list.split(",", -1)) {
            if (!item.isBlank()) {
                action.accept(item.strip());
            }
        }
    }
}
