package chatcontacts.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;

/**
 * The values of rows, parsed and checked one by one. An invalid one is reported and replaced by an empty value or its
 * default, so that the others can be checked too; such a result is never returned.
 */
final class ValidatedSettings {

    private final Map<String, RawSetting> given;
    private final SettingProblems problems;
    private final Map<String, Object> values = new LinkedHashMap<>();

    ValidatedSettings(Map<String, RawSetting> given, SettingProblems problems) {
        this.given = given;
        this.problems = problems;
    }

    /** Takes the rows of a definition, each key behind that prefix. */
    void take(ConfigDef rows, String prefix) {
        rows.configKeys().values().forEach(row -> values.put(prefix + row.name, valueOf(row, prefix + row.name)));
    }

    private Object valueOf(ConfigKey row, String key) {
        RawSetting setting = given.get(key);
        if (setting == null) {
            if (!row.hasDefault()) {
                problems.add(key, "is required: " + row.validator);
            }
            return fallback(row);
        }
        if (problems.concern(key)) {
            return fallback(row);
        }
        try {
            Object value = ConfigDef.parseType(key, setting.value(), row.type);
            row.validator.ensureValid(key, value);
            return value;
        } catch (ConfigException e) {
            problems.breaksRule(setting, row.validator.toString());
            return fallback(row);
        }
    }

    private static Object fallback(ConfigKey row) {
        if (row.hasDefault()) {
            return row.defaultValue;
        }
        return row.type == ConfigDef.Type.LIST ? List.of() : "";
    }

    /** Whether this value is valid and can be compared with others. */
    boolean isValid(String key) {
        return !problems.concern(key);
    }

    String text(String key) {
        return (String) value(key);
    }

    Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(text -> !text.isEmpty());
    }

    @SuppressWarnings("unchecked") // rows of type LIST hold strings
    List<String> list(String key) {
        return (List<String>) value(key);
    }

    int integer(String key) {
        return (Integer) value(key);
    }

    double decimal(String key) {
        return (Double) value(key);
    }

    /** A number that may be left to AWS, or left out. */
    Optional<Double> optionalDecimal(String key) {
        return number(key).map(Double::valueOf);
    }

    /** A whole number that may be left to AWS, or left out. */
    Optional<Integer> optionalInteger(String key) {
        return number(key).map(Integer::valueOf);
    }

    private Optional<String> number(String key) {
        return optional(key).map(String::strip).filter(text -> !text.equals(SettingsDef.AUTO));
    }

    boolean flag(String key) {
        return (Boolean) value(key);
    }

    long bytes(String key) {
        return (Long) value(key);
    }

    Duration millis(String key) {
        return Duration.ofMillis((Long) value(key));
    }

    private Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no row " + key);
        }
        return value;
    }
}
