package chatcontacts.app;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.LaneSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.request.LaneDirectory;
import java.util.Optional;

/** The lane directory of intake, read from the settings. */
record ConfiguredLanes(Settings settings) implements LaneDirectory {

    @Override
    public Optional<String> laneOf(String instanceId) {
        return settings.instance(instanceId).map(InstanceSettings::lane);
    }

    @Override
    public Optional<String> regionOf(String lane) {
        return Optional.ofNullable(settings.lanes().get(lane)).flatMap(LaneSettings::region);
    }

    @Override
    public boolean watchesContactEvents(String instanceId) {
        return settings.instance(instanceId)
                .map(it -> it.contactEvents() != InstanceSettings.ContactEvents.OFF)
                .orElse(false);
    }
}
