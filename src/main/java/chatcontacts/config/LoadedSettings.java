package chatcontacts.config;

import java.util.List;

/**
 * Successfully loaded settings.
 *
 * @param settings the typed tree
 * @param warnings what is odd but harmless, such as an unknown name in the environment; whoever reports them does so once
 * @param effective every setting with its value and source, in the order of the table, secrets hidden
 */
public record LoadedSettings(Settings settings, List<String> warnings, List<EffectiveSetting> effective) {

    public LoadedSettings {
        warnings = List.copyOf(warnings);
        effective = List.copyOf(effective);
    }
}
