package chatcontacts.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The rows in the order in which people read them: those of a lane behind the lanes, those of an instance likewise. */
final class SettingsRows {

    /** Takes one row. */
    interface SettingVisitor {
        void row(String key, ConfigKey row);
    }

    private SettingsRows() {}

    /** Shows every row, those of lanes and instances once for each of the names. */
    static void visit(List<String> lanes, List<String> instances, SettingVisitor visitor) {
        for (ConfigKey row : SettingsDef.FIXED.configKeys().values()) {
            visitor.row(row.name, row);
            if (row.name.equals(SettingsDef.LANES)) {
                lanes.forEach(name -> visit(SettingsDef.LANE, SettingsDef.lane(name, ""), visitor));
            } else if (row.name.equals(SettingsDef.INSTANCES)) {
                instances.forEach(name -> visit(SettingsDef.INSTANCE, SettingsDef.instance(name, ""), visitor));
            }
        }
    }

    /** Keys and their defaults as text, empty for those that have none. */
    static Map<String, String> defaults(List<String> lanes, List<String> instances) {
        Map<String, String> defaults = new LinkedHashMap<>();
        visit(lanes, instances, (key, row) -> defaults.put(key, defaultOf(row)));
        return defaults;
    }

    /** A row's default as it would be written in the file. */
    static String defaultOf(ConfigKey row) {
        return row.hasDefault() ? ConfigDef.convertToString(row.defaultValue, row.type) : "";
    }

    private static void visit(ConfigDef rows, String prefix, SettingVisitor visitor) {
        rows.configKeys().values().forEach(row -> visitor.row(prefix + row.name, row));
    }
}
