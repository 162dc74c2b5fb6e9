package chatcontacts.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads settings: defaults, then the file, then the environment, then the command line, later ones override earlier ones.
 */
public final class SettingsLoader {

    private static final String CLIENT_ID = "kafka.client.id";

    private final SettingProblems problems = new SettingProblems();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> environment;

    private SettingsLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads and checks all settings.
     *
     * @param file a properties file in UTF-8, if there is one
     * @param environment the whole environment; names with the prefix {@code CHAT_} are read
     * @param commandLine keys and values
     * @throws InvalidConfigurationException with all problems
     */
    public static LoadedSettings load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {
        return new SettingsLoader(environment).load(file, commandLine);
    }

    private LoadedSettings load(Optional<Path> file, Map<String, String> commandLine) {
        Map<String, RawSetting> given = new RawSettings(problems, warnings).gather(file, environment, commandLine);
        ConfigReferences.resolve(given, problems);

        ValidatedSettings values = new ValidatedSettings(given, problems);
        values.take(SettingsDef.FIXED, "");
        List<String> lanes = values.list(SettingsDef.LANES);
        List<String> instances = values.list(SettingsDef.INSTANCES);
        lanes.forEach(name -> values.take(SettingsDef.LANE, SettingsDef.lane(name, "")));
        instances.forEach(name -> values.take(SettingsDef.INSTANCE, SettingsDef.instance(name, "")));
        dropUnlisted(given, SettingsDef.LANES, lanes, values);
        dropUnlisted(given, SettingsDef.INSTANCES, instances, values);

        PassThroughGroups groups = new PassThroughGroups(given, problems, warnings);
        Map<String, String> kafka = groups.take(SettingsDef.KAFKA);
        Map<String, String> intake = groups.take(SettingsDef.INTAKE);
        Map<String, String> dispatch = groups.take(SettingsDef.DISPATCH);
        Map<String, String> serde = groups.take(SettingsDef.SERDE);
        new CrossChecks(values, given, problems).run();
        problems.throwIfAny();

        kafka.remove("client.id");
        kafka.put("bootstrap.servers", String.join(",", values.list("kafka.bootstrap.servers")));
        String clientId = values.optional(CLIENT_ID)
                .orElseGet(
                        () -> values.text("application.id") + "-" + hostName().replaceAll("[^A-Za-z0-9._-]", "-"));
        Settings settings = new SettingsBuilder(values)
                .build(
                        new KafkaSettings(clientId, kafka, intake, dispatch),
                        new RegistrySettings(String.join(",", values.list(RegistrySettings.URL)), serde));
        return new LoadedSettings(settings, warnings, effective(given, lanes, instances, clientId));
    }

    /** Settings of a lane or instance that is not listed: a problem, in the environment only a warning. */
    private void dropUnlisted(
            Map<String, RawSetting> given, String kind, List<String> listed, ValidatedSettings values) {
        List<String> unlisted = new ArrayList<>();
        given.forEach((key, setting) -> {
            String[] parts = key.split("\\.", 3);
            if (parts.length < 3 || !parts[0].equals(kind) || listed.contains(parts[1])) {
                return;
            }
            unlisted.add(key);
            String sentence = parts[1] + " is not listed in " + kind;
            if (setting.source() == SettingSource.ENVIRONMENT) {
                warnings.add(setting.spelled() + ": " + sentence);
            } else if (values.isValid(kind)) {
                problems.add(setting, sentence);
            }
        });
        unlisted.forEach(given::remove);
    }

    private String hostName() {
        String name = environment.get("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static List<EffectiveSetting> effective(
            Map<String, RawSetting> given, List<String> lanes, List<String> instances, String clientId) {
        Map<String, String> defaults = new LinkedHashMap<>(SettingsRows.defaults(lanes, instances));
        defaults.replace(CLIENT_ID, clientId);
        Map<String, EffectiveSetting> rows = new LinkedHashMap<>();
        defaults.forEach((key, value) -> rows.put(key, new EffectiveSetting(key, value, SettingSource.DEFAULT)));
        given.forEach((key, setting) ->
                rows.put(key, new EffectiveSetting(key, Secrets.printable(key, setting.given()), setting.source())));
        return List.copyOf(rows.values());
    }
}
