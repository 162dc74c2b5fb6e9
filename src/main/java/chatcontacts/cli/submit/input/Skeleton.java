package chatcontacts.cli.submit.input;

import chatcontacts.domain.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An empty request to fill in. */
public final class Skeleton {

    private Skeleton() {}

    /** As JSON. */
    public static String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        Parameter.ALL.forEach(it -> all.put(it.name(), it.sample()));
        return Json.pretty(all);
    }

    /** As YAML, with a comment for each parameter. */
    public static String yaml() {
        StringBuilder yaml = new StringBuilder();
        for (Parameter parameter : Parameter.ALL) {
            yaml.append("# ").append(parameter.meaning()).append('\n');
            entry(yaml, "", parameter.name(), parameter.sample());
        }
        return yaml.toString().stripTrailing();
    }

    private static void entry(StringBuilder yaml, String indent, Object key, Object value) {
        yaml.append(indent).append(key).append(':');
        switch (value) {
            case Map<?, ?> map -> {
                yaml.append('\n');
                map.forEach((innerKey, inner) -> entry(yaml, indent + "  ", innerKey, inner));
            }
            case List<?> items -> {
                yaml.append('\n');
                items.forEach(item -> item(yaml, indent, item));
            }
            default -> yaml.append(' ').append(scalar(value)).append('\n');
        }
    }

    /** An object's first key stands behind the dash, the others under it. */
    private static void item(StringBuilder yaml, String indent, Object item) {
        yaml.append(indent).append("- ");
        if (item instanceof Map<?, ?> map) {
            StringBuilder members = new StringBuilder();
            map.forEach((key, value) -> entry(members, indent + "  ", key, value));
            yaml.append(members.toString().stripLeading());
        } else {
            yaml.append(scalar(item)).append('\n');
        }
    }

    private static String scalar(Object value) {
        return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
    }
}
