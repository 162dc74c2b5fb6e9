package chatcontacts.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/** Checks and collects the groups of settings that are passed through as is. */
final class PassThroughGroups {

    private final Map<String, RawSetting> given;
    private final SettingProblems problems;
    private final List<String> warnings;

    PassThroughGroups(Map<String, RawSetting> given, SettingProblems problems, List<String> warnings) {
        this.given = given;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** The settings of a group without its prefix. What the service controls, or Kafka would reject, is a problem. */
    Map<String, String> take(String group) {
        Map<String, String> taken = new LinkedHashMap<>();
        given.forEach((key, setting) -> {
            if (!key.startsWith(group) || key.length() == group.length()) {
                return;
            }
            String name = key.substring(group.length());
            ReservedKafkaSettings.reason(group, name)
                    .ifPresentOrElse(
                            reason ->
                                    problems.add(setting, "is controlled by the service and cannot be set: " + reason),
                            () -> {
                                if (KafkaNames.PREFIXES.contains(group)) {
                                    checkWithKafka(setting, name);
                                }
                                taken.put(name, setting.value());
                            });
        });
        return taken;
    }

    private void checkWithKafka(RawSetting setting, String key) {
        KafkaNames.Name name = KafkaNames.split(key);
        if (problems.concern(setting.key())
                || name.prefix().equals(KafkaNames.TOPIC_PREFIX)
                || SettingsDef.FIXED.names().contains(setting.key())) {
            return;
        }
        KafkaNames.definition(name)
                .ifPresentOrElse(
                        definition -> check(setting, definition),
                        () -> warnings.add(setting.spelled() + ": unknown to Kafka; passed on as is"));
    }

    private void check(RawSetting setting, ConfigKey definition) {
        try {
            Object value = ConfigDef.parseType(definition.name, setting.value(), definition.type);
            if (definition.validator != null) {
                definition.validator.ensureValid(definition.name, value);
            }
        } catch (ConfigException e) {
            problems.breaksRule(setting, "what Kafka accepts: " + rule(definition));
        }
    }

    private static String rule(ConfigKey definition) {
        String type = "a value of type " + definition.type;
        if (definition.validator == null) {
            return type;
        }
        String words = definition.validator.toString();
        return words.contains("@") || words.contains("$") ? type : type + ", " + words;
    }
}
