package chatcontacts.config;

/**
 * One effective setting in printable form.
 *
 * @param key its name in the properties file
 * @param value as given, so a reference to a config provider stays a reference; {@code [hidden]} for a secret
 * @param source where it came from
 */
public record EffectiveSetting(String key, String value, SettingSource source) {}
