package chatcontacts.cli.console;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.request.InstanceRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Instances as people name them: by their name in the settings, their id or their ARN. An id that several configured instances
 * have means the preferred one, in its Region.
 */
public final class InstanceOption {

    private InstanceOption() {}

    /** What they mean. */
    public static Set<InstanceRef> of(CommandLine command, Settings settings, List<String> instances) {
        Set<InstanceRef> meant = new HashSet<>();
        for (String instance : instances) {
            meant.add(named(settings, instance)
                    .or(() -> InstanceRef.parse(instance).map(it -> preferred(settings, it)))
                    .orElseThrow(() -> new ParameterException(
                            command, "--instance: \"" + instance + "\" is not the name, id or ARN of an instance")));
        }
        return meant;
    }

    private static Optional<InstanceRef> named(Settings settings, String name) {
        return settings.instances().named(name).map(it -> amongOthers(settings, it));
    }

    private static InstanceRef preferred(Settings settings, InstanceRef instance) {
        return instance.isBare()
                ? settings.instances()
                        .preferred(instance.id())
                        .map(it -> amongOthers(settings, it))
                        .orElse(instance)
                : instance;
    }

    /** The Region matters only if another instance has the same id: of one that is alone, every record is meant. */
    private static InstanceRef amongOthers(Settings settings, InstanceSettings instance) {
        Optional<String> region = settings.instances().withId(instance.id()).size() > 1
                ? settings.lane(instance.lane()).region()
                : Optional.empty();
        return new InstanceRef(instance.id(), region, Optional.empty());
    }
}
