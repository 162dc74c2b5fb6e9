package chatcontacts.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the problems of the settings and their keys, so that an invalid value is reported once and not checked further.
 */
final class SettingProblems {

    /** Longer values are described by their length. */
    private static final int MAX_QUOTED = 60;

    private final List<String> messages = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    /** Adds a problem of that key; the sentence follows a colon. */
    void add(String key, String sentence) {
        keys.add(key);
        messages.add(key + ": " + sentence);
    }

    /** Adds a problem of that setting; names the environment variable if the value came from one. */
    void add(RawSetting setting, String sentence) {
        keys.add(setting.key());
        messages.add(setting.spelled() + ": " + sentence);
    }

    /** A value that breaks its rule. */
    void breaksRule(RawSetting setting, String rule) {
        add(setting, shape(setting) + " is not " + rule + hint(setting));
    }

    boolean concern(String key) {
        return keys.contains(key);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidConfigurationException(messages);
        }
    }

    private static String shape(RawSetting setting) {
        String value = setting.value();
        if (setting.isReference() || Secrets.printable(setting.key(), value).equals(Secrets.HIDDEN)) {
            return Secrets.HIDDEN;
        }
        return value.length() > MAX_QUOTED
                ? "a value of " + value.length() + " characters"
                : '"' + value.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    private static String hint(RawSetting setting) {
        return setting.source() == SettingSource.ENVIRONMENT && setting.value().startsWith("tcp://")
                ? " (Kubernetes sets such names for Services unless the pod says enableServiceLinks: false)"
                : "";
    }
}
