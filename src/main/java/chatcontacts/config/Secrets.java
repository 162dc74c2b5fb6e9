package chatcontacts.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Decides by its name whether a setting is a secret. When in doubt it hides: everything of SASL and every TLS key and key
 * store is a secret, even if the value alone is harmless.
 */
public final class Secrets {

    /** Printed in place of a secret. */
    public static final String HIDDEN = "[hidden]";

    private static final Pattern NAMES = Pattern.compile(
            ""
                    + "password|passphrase|secret|token(?!\\.retention)|jaas|bearer|credential|basic\\.auth\\.user\\.info|(^|\\.)ssl\\..*key|(^|\\.)sasl\\.",
            Pattern.CASE_INSENSITIVE);

    /** Credentials in a URL, before its host. */
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]+@");

    /** Shorter values are never scrubbed out of a text: they would tear words apart. */
    private static final int MIN_SCRUBBED = 4;

    private Secrets() {}

    /** Whether the value of that setting is never printed. */
    public static boolean isSecret(String key) {
        return NAMES.matcher(key).find();
    }

    /** The value, or {@link #HIDDEN} if its name or its look says that it holds a secret. */
    public static String printable(String key, String value) {
        return isSecret(key) || USER_INFO.matcher(value).find() ? HIDDEN : value;
    }

    /** The settings with their secrets hidden, sorted by key. */
    public static Map<String, String> printable(Map<String, ?> settings) {
        Map<String, String> result = new TreeMap<>();
        settings.forEach((key, value) -> result.put(key, printable(key, String.valueOf(value))));
        return result;
    }

    /** A library's message without the secrets of these settings, should it quote one. */
    public static String scrub(String message, Map<String, ?> settings) {
        String result = message;
        for (Map.Entry<String, ?> setting : settings.entrySet()) {
            String value = String.valueOf(setting.getValue()).strip();
            if (isSecret(setting.getKey()) && value.length() >= MIN_SCRUBBED) {
                result = result.replace(value, HIDDEN);
            }
        }
        return result;
    }
}
