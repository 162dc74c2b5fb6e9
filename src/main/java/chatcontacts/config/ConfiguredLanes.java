package chatcontacts.config;

import chatcontacts.domain.request.InstanceRef;
import chatcontacts.domain.request.LaneDirectory;
import chatcontacts.domain.request.LaneIdentity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The lane directory of the settings.
 *
 * @param settings lanes and instances
 * @param identities what is known by now of each lane's account and Region
 */
public record ConfiguredLanes(Settings settings, Function<String, LaneIdentity> identities) implements LaneDirectory {

    @Override
    public Resolution resolve(InstanceRef instance) {
        return instance.isBare() ? resolveId(instance) : resolveArn(instance);
    }

    private Resolution resolveId(InstanceRef instance) {
        return settings.instances()
                .preferred(instance.id())
                .map(it -> served(instance, it))
                .or(() -> settings.unlisted().map(it -> served(instance, it)))
                .orElseGet(() -> notConfigured("the instance is not configured"));
    }

    private Resolution resolveArn(InstanceRef instance) {
        List<String> serving = settings.lanes().keySet().stream()
                .filter(lane -> identities.apply(lane).serves(instance))
                .toList();
        if (serving.isEmpty()) {
            return new NotServed(NotServedCause.NO_LANE, "no lane serves " + place(instance));
        }
        Optional<InstanceSettings> configured = settings.instances().withId(instance.id()).stream()
                .filter(it -> serving.contains(it.lane()))
                .reduce((first, second) -> second.preferred() ? second : first);
        if (configured.isPresent()) {
            return served(instance, configured.get());
        }
        return settings.unlisted()
                .map(it -> served(instance, it.inLane(forUnlisted(serving, instance))))
                .orElseGet(() -> notConfigured("the instance is not configured in " + place(instance)));
    }

    /** A lane that is known to be of the account comes before one of which nobody knows, and {@code default} before others. */
    private String forUnlisted(List<String> serving, InstanceRef instance) {
        List<String> known = serving.stream()
                .filter(lane -> identities.apply(lane).account().equals(instance.account()))
                .toList();
        List<String> best = known.isEmpty() ? serving : known;
        return best.contains(SettingsDef.DEFAULT_LANE) ? SettingsDef.DEFAULT_LANE : best.getFirst();
    }

    private Resolution served(InstanceRef instance, InstanceSettings its) {
        return new Served(
                its.lane(),
                instance.id(),
                identities.apply(its.lane()).region(),
                its.contactEvents() != InstanceSettings.ContactEvents.OFF);
    }

    private static NotServed notConfigured(String what) {
        return new NotServed(NotServedCause.NOT_CONFIGURED, what + ", and unlisted instances are rejected");
    }

    /** Anybody may write an ARN: only what has the form of a Region or account is repeated. */
    private static String place(InstanceRef instance) {
        String region = instance.region()
                .map(it -> InstanceRef.isRegion(it) ? "Region " + it : "the ARN's Region")
                .orElse("any Region");
        return instance.account()
                .map(it -> region + " of " + (it.matches(LaneSettings.ACCOUNT) ? "account " + it : "the ARN's account"))
                .orElse(region);
    }
}
