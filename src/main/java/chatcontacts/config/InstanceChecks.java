package chatcontacts.config;

import chatcontacts.domain.request.InstanceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Rules between instances and their lanes: a lane is one account and Region, and an id is that of one instance in it. A rule is
 * skipped if one of its values is invalid.
 */
final class InstanceChecks {

    private final ValidatedSettings values;
    private final BiConsumer<String, String> report;

    /** @param report takes the key and the sentence of a fault */
    InstanceChecks(ValidatedSettings values, BiConsumer<String, String> report) {
        this.values = values;
        this.report = report;
    }

    void run() {
        Map<String, String> firstOfLane = new HashMap<>();
        Map<String, List<String>> sameId = new LinkedHashMap<>();
        Map<String, String> regions = new HashMap<>();
        for (String name : values.list(SettingsDef.INSTANCES)) {
            String idKey = SettingsDef.instance(name, "id");
            eventsHaveTheirTopic(SettingsDef.instance(name, "contact.events"));
            burstHasItsRate(name);
            Optional<String> lane = existingLane(SettingsDef.instance(name, "lane"));
            if (lane.isEmpty() || !values.isValid(idKey)) {
                continue;
            }
            InstanceRef instance = InstanceRef.parse(values.text(idKey)).orElseThrow();
            String other = firstOfLane.putIfAbsent(lane.get() + " " + instance.id(), idKey);
            if (other == null) {
                sameId.computeIfAbsent(instance.id(), id -> new ArrayList<>()).add(name);
                regionFits(idKey, instance, lane.get(), regions);
            } else {
                report.accept(idKey, "is the same instance as " + other);
            }
        }
        sameId.values().stream().filter(names -> names.size() > 1).forEach(this::onePreferred);
        values.list(SettingsDef.LANES).forEach(this::oneAccount);
    }

    private Optional<String> existingLane(String key) {
        if (!values.isValid(key)) {
            return Optional.empty();
        }
        String lane = values.text(key);
        if (values.list(SettingsDef.LANES).contains(lane)) {
            return Optional.of(lane);
        }
        report.accept(key, lane + " is not listed in lanes");
        return Optional.empty();
    }

    private void eventsHaveTheirTopic(String key) {
        if (values.isValid(key)
                && values.isValid("topics.contact.events")
                && values.text(key).equals("on")
                && values.text("topics.contact.events").isEmpty()) {
            report.accept(key, "on requires topics.contact.events");
        }
    }

    private void burstHasItsRate(String name) {
        String burst = SettingsDef.instance(name, "rate.burst");
        String rate = SettingsDef.instance(name, "rate.per.second");
        if (values.isValid(burst)
                && values.isValid(rate)
                && values.optional(burst).isPresent()
                && values.optional(rate).isEmpty()) {
            report.accept(burst, "requires " + rate);
        }
    }

    private void regionFits(String idKey, InstanceRef instance, String lane, Map<String, String> regions) {
        if (instance.region().isEmpty()) {
            return;
        }
        String region = instance.region().get();
        String regionKey = SettingsDef.lane(lane, "region");
        Optional<String> given = values.isValid(regionKey) ? values.optional(regionKey) : Optional.empty();
        String first = regions.putIfAbsent(lane, region);
        if (given.isPresent() && !given.get().equals(region)) {
            report.accept(idKey, "the Region of the ARN differs from " + regionKey);
        } else if (first != null && !first.equals(region)) {
            report.accept(idKey, "lane " + lane + " already holds an instance of another Region");
        }
    }

    private void oneAccount(String lane) {
        List<LaneAccounts.Told> told = new LaneAccounts(values).all(lane);
        told.stream()
                .filter(it -> !it.account().equals(told.getFirst().account()))
                .forEach(it -> report.accept(
                        it.key(),
                        "the account of the ARN differs from " + told.getFirst().key()));
    }

    /** A bare id has to mean one of them. */
    private void onePreferred(List<String> names) {
        List<String> keys = names.stream()
                .map(name -> SettingsDef.instance(name, "preferred"))
                .toList();
        if (!keys.stream().allMatch(values::isValid)) {
            return;
        }
        List<String> preferred = keys.stream().filter(values::flag).toList();
        if (preferred.isEmpty()) {
            report.accept(
                    SettingsDef.instance(names.getLast(), "id"),
                    "is also the id of " + SettingsDef.instance(names.getFirst(), "id")
                            + "; set preferred=true for the one that a bare id means");
        }
        preferred.stream()
                .skip(1)
                .forEach(key -> report.accept(key, "true excludes " + preferred.getFirst() + " for the same id"));
    }
}
