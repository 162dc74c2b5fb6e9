package chatcontacts.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Collects the settings of the file, the environment and the command line; later sources override earlier ones. Checks names
 * only. Not thread-safe.
 */
final class RawSettings {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Map<String, RawSetting> byKey = new TreeMap<>();
    private final SettingProblems problems;
    private final List<String> warnings;

    RawSettings(SettingProblems problems, List<String> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Every setting that was given, by key. */
    Map<String, RawSetting> gather(
            Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
        file.ifPresent(this::readFile);
        new TreeMap<>(environment).forEach(this::readVariable);
        commandLine.forEach((key, value) -> add(RawSetting.of(key, value, SettingSource.COMMAND_LINE)));
        return byKey;
    }

    private void readFile(Path file) {
        Once properties = new Once();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            skipByteOrderMark(reader);
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw unread(file, "no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw unread(
                    file,
                    "not readable as a UTF-8 properties file (" + e.getClass().getSimpleName() + ")");
        }
        properties.repeated.forEach(key -> problems.add(key, "is defined more than once in " + file));
        properties.values.forEach((key, value) -> add(RawSetting.of(key, value, SettingSource.FILE)));
    }

    /** Editors of Windows write one before the text. */
    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
    }

    /** The only problem to report: without the file, missing settings mean nothing. */
    private static InvalidConfigurationException unread(Path file, String sentence) {
        return new InvalidConfigurationException(List.of(file + ": " + sentence));
    }

    private void readVariable(String variable, String value) {
        if (!variable.startsWith(SettingNames.ENVIRONMENT_PREFIX)) {
            return;
        }
        String key = SettingNames.keyOf(variable);
        if (SettingNames.isKnown(key)) {
            byKey.put(key, new RawSetting(key, value, value, SettingSource.ENVIRONMENT, Optional.of(variable)));
        } else {
            warnings.add("environment variable " + variable + ": unknown setting");
        }
    }

    private void add(RawSetting setting) {
        if (SettingNames.isKnown(setting.key())) {
            byKey.put(setting.key(), setting);
        } else {
            problems.add(setting, "unknown setting (" + setting.source().label() + ")");
        }
    }

    /** Properties that detect duplicate keys and keep the order of the file. */
    private static final class Once extends Properties {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> values = new LinkedHashMap<>();
        private final transient List<String> repeated = new ArrayList<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            String before = values.put((String) key, (String) value);
            if (before != null && !repeated.contains((String) key)) {
                repeated.add((String) key);
            }
            return value;
        }
    }
}
