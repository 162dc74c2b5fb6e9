package chatcontacts.config;

import java.util.Optional;

/**
 * A setting as the user gave it. The text form omits the value.
 *
 * @param key its name in the properties file
 * @param given as it was written
 * @param value with references to config providers resolved
 * @param source who gave it
 * @param variable the name in the environment, if it came from there
 */
record RawSetting(String key, String given, String value, SettingSource source, Optional<String> variable) {

    static RawSetting of(String key, String given, SettingSource source) {
        return new RawSetting(key, given, given, source, Optional.empty());
    }

    RawSetting resolvedTo(String newValue) {
        return new RawSetting(key, given, newValue, source, variable);
    }

    /** Whether a config provider supplied the value, which is then not for printing. */
    boolean isReference() {
        return !given.equals(value);
    }

    /** The key, with the environment variable beside it. */
    String spelled() {
        return variable.map(name -> key + " (" + name + ")").orElse(key);
    }

    @Override
    public String toString() {
        return "RawSetting[" + spelled() + ", " + source.label() + "]";
    }
}
