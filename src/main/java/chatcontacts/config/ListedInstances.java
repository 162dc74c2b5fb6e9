package chatcontacts.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The instances that the settings list, by name and by id: each request asks for one of what may be ten thousand. Immutable. */
public final class ListedInstances {

    private final Map<String, InstanceSettings> byName;
    private final Map<String, List<InstanceSettings>> byId;

    /** @param byName in the order in which they are listed */
    public ListedInstances(Map<String, InstanceSettings> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        this.byId = byName.values().stream()
                .collect(Collectors.groupingBy(InstanceSettings::id, Collectors.toUnmodifiableList()));
    }

    /** All of them, in the order in which they are listed. */
    public Collection<InstanceSettings> all() {
        return byName.values();
    }

    /** The one of that name. */
    public Optional<InstanceSettings> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those of that bare id: several if they are in different lanes. */
    public List<InstanceSettings> withId(String id) {
        return byId.getOrDefault(id, List.of());
    }

    /** The one that a bare id means: the only one, or the preferred one of several. */
    public Optional<InstanceSettings> preferred(String id) {
        List<InstanceSettings> found = withId(id);
        return found.size() > 1
                ? found.stream().filter(InstanceSettings::preferred).findFirst()
                : found.stream().findFirst();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
