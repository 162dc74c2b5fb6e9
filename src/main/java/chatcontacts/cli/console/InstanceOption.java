package chatcontacts.cli.console;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.request.InstanceIds;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Instances as people name them: by their name in the settings, their id or their ARN. */
public final class InstanceOption {

    private InstanceOption() {}

    /** Their bare ids. */
    public static Set<String> ids(CommandLine command, Settings settings, List<String> instances) {
        Set<String> ids = new HashSet<>();
        for (String instance : instances) {
            Optional<String> named = settings.instances().values().stream()
                    .filter(it -> it.name().equals(instance))
                    .map(InstanceSettings::id)
                    .findFirst();
            ids.add(named.or(() -> InstanceIds.bareId(instance))
                    .orElseThrow(() -> new ParameterException(
                            command, "--instance: \"" + instance + "\" is not the name, id or ARN of an instance")));
        }
        return ids;
    }
}
