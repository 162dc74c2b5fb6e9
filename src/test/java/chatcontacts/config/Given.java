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
final class Given {

    private final Map<String, String> environment = new HashMap<>(Map.of("HOSTNAME", "pod-0"));
    private final Map<String, String> commandLine = new HashMap<>();
    private Optional<Path> file = Optional.empty();

    static Given nothing() {
        return new Given();
    }

    static Given whatIsRequired() {
        return nothing()
                .flag("kafka.bootstrap.servers", "broker:9092")
                .flag("schema.registry.url", "http://registry:8081");
    }

    Given file(Path folder, String... lines) {
        try {
            file = Optional.of(Files.write(folder.resolve("service.properties"), List.of(lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Given missingFile(Path path) {
        file = Optional.of(path);
        return this;
    }

    Given variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Given flag(String key, String value) {
        commandLine.put(key, value);
        return this;
    }

    LoadedSettings load() {
        return SettingsLoader.load(file, environment, commandLine);
    }

    Settings settings() {
        return load().settings();
    }

    List<String> faults() {
        ConfigurationFaults thrown = Assertions.catchThrowableOfType(ConfigurationFaults.class, this::load);
        return thrown == null ? List.of() : thrown.faults();
    }
}
