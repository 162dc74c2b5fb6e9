package chatcontacts.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** Settings as a test gives them: what is required is there unless a test says otherwise. */
final class SettingsFixture {

    private final Map<String, String> environment = new HashMap<>(Map.of("HOSTNAME", "pod-0"));
    private final Map<String, String> commandLine = new HashMap<>();
    private Optional<Path> file = Optional.empty();

    static SettingsFixture nothing() {
        return new SettingsFixture();
    }

    static SettingsFixture whatIsRequired() {
        return nothing()
                .flag("kafka.bootstrap.servers", "broker:9092")
                .flag("schema.registry.url", "http://registry:8081");
    }

    SettingsFixture file(Path folder, String... lines) {
        try {
            file = Optional.of(Files.write(folder.resolve("service.properties"), List.of(lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    SettingsFixture missingFile(Path path) {
        file = Optional.of(path);
        return this;
    }

    SettingsFixture variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsFixture flag(String key, String value) {
        commandLine.put(key, value);
        return this;
    }

    LoadedSettings load() {
        return SettingsLoader.load(file, environment, commandLine);
    }

    Settings settings() {
        return load().settings();
    }

    List<String> problems() {
        InvalidConfigurationException thrown =
                Assertions.catchThrowableOfType(InvalidConfigurationException.class, this::load);
        return thrown == null ? List.of() : thrown.problems();
    }
}
