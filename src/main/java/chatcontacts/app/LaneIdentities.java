package chatcontacts.app;

import chatcontacts.config.Settings;
import chatcontacts.domain.request.LaneIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What the running service knows of the accounts and Regions of its lanes. Thread-safe. */
final class LaneIdentities implements Function<String, LaneIdentity> {

    private final Map<String, String> regions;
    private final Map<String, LaneIdentity> known = new ConcurrentHashMap<>();

    /** @param regions in which the lanes' clients call */
    LaneIdentities(Settings settings, Map<String, String> regions) {
        this.regions = new LinkedHashMap<>(regions);
        settings.lanes()
                .forEach((name, lane) ->
                        known.put(name, new LaneIdentity(Optional.ofNullable(regions.get(name)), lane.account())));
    }

    @Override
    public LaneIdentity apply(String lane) {
        LaneIdentity identity = known.get(lane);
        if (identity == null) {
            throw new IllegalArgumentException("no lane " + lane);
        }
        return identity;
    }

    /** The Regions by lane. */
    Map<String, String> regions() {
        return regions;
    }

    /** AWS told the account of that lane. */
    void accountKnown(String lane, String account) {
        known.computeIfPresent(lane, (name, it) -> new LaneIdentity(it.region(), Optional.of(account)));
    }
}
