package chatcontacts.cli.control;

import chatcontacts.config.InstanceSettings;
import chatcontacts.config.Settings;
import chatcontacts.domain.control.MoveTarget;
import chatcontacts.domain.request.InstanceRef;
import java.util.Optional;

/**
 * What a command applies to.
 *
 * @param lane its name
 * @param instance id or ARN, empty for the whole lane
 */
public record ControlScope(String lane, Optional<String> instance) {

    /** The same as the target of a move; empty for a whole lane. */
    public Optional<MoveTarget> asTarget() {
        return instance.map(it -> new MoveTarget(lane, it));
    }

    /** Who has one lane need not name it. */
    private static Optional<String> onlyLane(Settings settings) {
        return settings.lanes().size() == 1 ? settings.lanes().keySet().stream().findFirst() : Optional.empty();
    }

    /** The whole lane of that name, or the only one. Empty if it is not clear which one is meant. */
    public static Optional<ControlScope> ofLane(Settings settings, Optional<String> lane) {
        return lane.or(() -> onlyLane(settings)).map(it -> new ControlScope(it, Optional.empty()));
    }

    /**
     * An instance by its name in the settings, its id or its ARN. Its lane is that of the settings unless one is given. Empty if its
     * lane is not clear.
     */
    public static Optional<ControlScope> ofInstance(Settings settings, Optional<String> lane, String instance) {
        Optional<InstanceSettings> named = settings.instances().named(instance);
        Optional<InstanceSettings> listed = named.or(() -> InstanceRef.parse(instance)
                        .filter(InstanceRef::isBare)
                        .flatMap(it -> settings.instances().preferred(it.id())))
                .or(() -> InstanceRef.parse(instance).flatMap(it -> inItsRegion(settings, it)));
        return lane.or(() -> listed.map(InstanceSettings::lane))
                .or(() -> onlyLane(settings))
                .map(it -> new ControlScope(
                        it, named.map(one -> text(settings, one)).or(() -> Optional.of(instance))));
    }

    private static Optional<InstanceSettings> inItsRegion(Settings settings, InstanceRef arn) {
        return settings.instances().withId(arn.id()).stream()
                .filter(it -> arn.agreesWith(
                        new InstanceRef(it.id(), settings.lane(it.lane()).region(), Optional.empty())))
                .findFirst();
    }

    /** An id that several lanes have means one of them only together with its Region. */
    private static String text(Settings settings, InstanceSettings named) {
        Optional<String> region = settings.instances().withId(named.id()).size() > 1
                ? settings.lane(named.lane()).region()
                : Optional.empty();
        return region.map(it -> "arn:aws:connect:" + it + "::instance/" + named.id())
                .orElse(named.id());
    }
}
