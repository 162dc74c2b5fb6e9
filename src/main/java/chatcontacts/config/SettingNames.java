package chatcontacts.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which keys exist, and how a key is spelled in the environment. */
final class SettingNames {

    /** Every environment variable that begins like this is ours. */
    static final String ENVIRONMENT_PREFIX = "CHAT_";

    private static final Pattern LANE_KEY = Pattern.compile("lanes\\.([a-z0-9]+)\\.(.+)");
    private static final Pattern INSTANCE_KEY = Pattern.compile("instances\\.([a-z0-9]+)\\.(.+)");

    private SettingNames() {}

    /** Whether a key is one of ours, judged by its form: the lane or instance that it names may still not exist. */
    static boolean isKnown(String key) {
        if (SettingsDef.FIXED.names().contains(key) || isPassedThrough(key)) {
            return true;
        }
        Matcher lane = LANE_KEY.matcher(key);
        if (lane.matches()) {
            return SettingsDef.LANE.names().contains(lane.group(2));
        }
        Matcher instance = INSTANCE_KEY.matcher(key);
        return instance.matches() && SettingsDef.INSTANCE.names().contains(instance.group(2));
    }

    /** Whether a key belongs to a group that is passed through as is. */
    static boolean isPassedThrough(String key) {
        return SettingsDef.GROUPS.stream()
                .anyMatch(group -> key.startsWith(group.prefix())
                        && key.length() > group.prefix().length());
    }

    /**
     * The key for a name in the environment: lower case, underscores as dots. Our own keys hold no underscores and Kafka's
     * only two, which are restored; other names with underscores cannot come from the environment.
     */
    static String keyOf(String variable) {
        String key = variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
        for (String prefix : KafkaNames.PREFIXES) {
            if (key.startsWith(prefix)) {
                return prefix + KafkaNames.withUnderscores(key.substring(prefix.length()));
            }
        }
        return key;
    }
}
