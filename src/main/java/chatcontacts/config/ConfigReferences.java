package chatcontacts.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** Resolves references to config providers, the way Kafka itself does. */
final class ConfigReferences {

    /** The form that Kafka defines:  <code>${provider:path:key}</code> or <code>${provider:key}</code>. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]*}");

    private ConfigReferences() {}

    /** Replaces references by their values; an unresolved reference is a problem. */
    static void resolve(Map<String, RawSetting> settings, SettingProblems problems) {
        Map<String, String> given = new HashMap<>();
        settings.forEach((key, setting) -> given.put(key, setting.given()));
        Map<String, Object> resolved;
        try {
            resolved = new AbstractConfig(new ConfigDef(), given, Map.of(), false).originals();
        } catch (KafkaException e) {
            problems.add(SettingsDef.PROVIDERS, "a config provider failed: " + e.getMessage());
            resolved = Map.copyOf(given);
        }
        for (Map.Entry<String, RawSetting> entry : settings.entrySet()) {
            RawSetting setting = entry.getValue();
            Object value = resolved.get(entry.getKey());
            entry.setValue(setting.resolvedTo(value == null ? "" : value.toString()));
            Matcher left = REFERENCE.matcher(entry.getValue().value());
            if (left.find() && setting.given().contains(left.group())) {
                String reference = Secrets.isSecret(entry.getKey()) ? Secrets.HIDDEN : left.group();
                problems.add(setting, "no config provider resolves the reference " + reference);
            }
        }
    }
}
