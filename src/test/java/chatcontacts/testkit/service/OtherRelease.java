package chatcontacts.testkit.service;

import chatcontacts.config.LoadedSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.format.FormatVersions;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Settings of a release that knows other formats than this one; the setting itself takes only what this one knows. */
final class OtherRelease {

    private OtherRelease() {}

    static LoadedSettings with(LoadedSettings loaded, FormatVersions formats) {
        RecordComponent[] parts = Settings.class.getRecordComponents();
        try {
            Object[] values = new Object[parts.length];
            for (int i = 0; i < parts.length; i++) {
                boolean replaced = parts[i].getType().equals(FormatVersions.class);
                values[i] = replaced ? formats : parts[i].getAccessor().invoke(loaded.settings());
            }
            Class<?>[] types =
                    Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Settings settings = Settings.class.getDeclaredConstructor(types).newInstance(values);
            return new LoadedSettings(settings, loaded.warnings(), loaded.effective());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
