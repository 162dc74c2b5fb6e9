package chatcontacts.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The documentation's table of all settings, in Markdown, made from the rows themselves. */
public final class SettingsTable {

    /** Marks the start of the table in the documentation. */
    public static final String BEGIN = "<!-- settings -->";

    /** Marks the end of the table in the documentation. */
    public static final String END = "<!-- /settings -->";

    private SettingsTable() {}

    /** The table, with its head and a line break at the end. */
    public static String markdown() {
        StringBuilder table = new StringBuilder("| Key | Default | Rule | Meaning |\n|---|---|---|---|\n");
        SettingsRows.visit(List.of("NAME"), List.of("NAME"), (key, row) -> {
            SettingsDef.GROUPS.stream()
                    .filter(group -> group.before().equals(key))
                    .forEach(group -> line(table, group.prefix() + "*", "", "", group.documentation()));
            line(table, key, shownDefault(row), row.validator.toString(), row.documentation);
        });
        return table.toString();
    }

    private static String shownDefault(ConfigKey row) {
        if (!row.hasDefault()) {
            return "required";
        }
        String text = SettingsRows.defaultOf(row);
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static void line(StringBuilder table, String key, String defaultValue, String rule, String meaning) {
        table.append("| `").append(key).append('`');
        for (String cell : List.of(defaultValue, rule, meaning)) {
            table.append(" |");
            if (!cell.isEmpty()) {
                table.append(' ').append(cell.replace("|", "\\|"));
            }
        }
        table.append(" |\n");
    }
}
