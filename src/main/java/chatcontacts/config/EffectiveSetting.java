package chatcontacts.config;

/**
 * One setting as it applies, fit to be printed.
 *
 * @param key its name in the properties file
 * @param value as it was given, so a reference to a config provider stays a reference; {@code [hidden]} for a secret
 * @param source where it came from
 */
public record EffectiveSetting(String key, String value, SettingSource source) {}
