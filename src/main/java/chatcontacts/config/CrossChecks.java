package chatcontacts.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules that involve several settings. A rule is skipped if one of its values is invalid. */
final class CrossChecks {

    private static final List<String> TOPICS = List.of(
            "topics.requests",
            "topics.dispatch",
            "topics.results",
            "topics.dead.letter",
            "topics.contact.events",
            "topics.cancellations");

    private final ValidatedSettings values;
    private final Map<String, RawSetting> given;
    private final SettingProblems problems;

    CrossChecks(ValidatedSettings values, Map<String, RawSetting> given, SettingProblems problems) {
        this.values = values;
        this.given = given;
        this.problems = problems;
    }

    void run() {
        topicsDiffer();
        neverBelow("retry.backoff.max.ms", "retry.backoff.ms");
        neverBelow("hold.backoff.max.ms", "hold.backoff.ms");
        if (values.isValid(SettingsDef.LANES)) {
            values.list(SettingsDef.LANES).forEach(this::unsignedCallsStayLocal);
            unlistedHaveTheirLane();
            if (values.isValid(SettingsDef.INSTANCES)) {
                instancesFitTheirLanes();
            }
        }
    }

    private void topicsDiffer() {
        Map<String, String> seen = new HashMap<>();
        for (String key : TOPICS) {
            if (values.isValid(key) && !values.text(key).isEmpty()) {
                String other = seen.putIfAbsent(values.text(key), key);
                if (other != null) {
                    report(key, "is the same topic as " + other);
                }
            }
        }
    }

    private void neverBelow(String most, String least) {
        if (values.isValid(most) && values.isValid(least) && values.millis(most).compareTo(values.millis(least)) < 0) {
            report(most, "is below " + least);
        }
    }

    private void unsignedCallsStayLocal(String lane) {
        String key = SettingsDef.lane(lane, "no.sign.request");
        if (!values.isValid(key) || !values.flag(key)) {
            return;
        }
        if (values.text(SettingsDef.lane(lane, "endpoint")).isEmpty()
                && values.isValid(SettingsDef.lane(lane, "endpoint"))) {
            report(
                    key,
                    "true requires " + SettingsDef.lane(lane, "endpoint")
                            + ": Amazon Connect accepts signed calls only");
        }
        for (String row : List.of("role.arn", "profile")) {
            if (!values.text(SettingsDef.lane(lane, row)).isEmpty()) {
                report(key, "true excludes " + SettingsDef.lane(lane, row));
            }
        }
    }

    private void unlistedHaveTheirLane() {
        String key = "instances.unlisted";
        if (values.isValid(key)
                && values.text(key).equals("accept")
                && !values.list(SettingsDef.LANES).contains(SettingsDef.DEFAULT_LANE)) {
            report(key, "accept requires a lane named default; add it to lanes, or set reject");
        }
    }

    private void instancesFitTheirLanes() {
        Map<String, String> ids = new HashMap<>();
        Map<String, InstanceArn> accounts = new HashMap<>();
        for (String name : values.list(SettingsDef.INSTANCES)) {
            String idKey = SettingsDef.instance(name, "id");
            String laneKey = SettingsDef.instance(name, "lane");
            eventsHaveTheirTopic(SettingsDef.instance(name, "contact.events"));
            boolean laneExists =
                    values.isValid(laneKey) && values.list(SettingsDef.LANES).contains(values.text(laneKey));
            if (values.isValid(laneKey) && !laneExists) {
                report(laneKey, "" + values.text(laneKey) + " is not listed in lanes");
            }
            if (!values.isValid(idKey)) {
                continue;
            }
            InstanceArn arn = InstanceArn.parse(values.text(idKey)).orElseThrow();
            String other = ids.putIfAbsent(arn.id(), idKey);
            if (other != null) {
                report(idKey, "is the same instance as " + other);
            } else if (laneExists) {
                arnFitsLane(idKey, arn, values.text(laneKey), accounts);
            }
        }
    }

    private void eventsHaveTheirTopic(String key) {
        if (values.isValid(key)
                && values.isValid("topics.contact.events")
                && values.text(key).equals("on")
                && values.text("topics.contact.events").isEmpty()) {
            report(key, "on requires topics.contact.events");
        }
    }

    /** A lane is one account and Region, so its ARNs must agree with one another and with the lane's Region. */
    private void arnFitsLane(String idKey, InstanceArn arn, String lane, Map<String, InstanceArn> accounts) {
        if (arn.region().isEmpty()) {
            return;
        }
        String regionKey = SettingsDef.lane(lane, "region");
        Optional<String> region = values.isValid(regionKey) ? values.optional(regionKey) : Optional.empty();
        InstanceArn first = accounts.computeIfAbsent(lane, it -> arn);
        if (region.isPresent() && !region.equals(arn.region())) {
            report(idKey, "the Region of the ARN differs from " + regionKey);
        } else if (!first.region().equals(arn.region()) || !first.account().equals(arn.account())) {
            report(idKey, "lane " + lane + " already holds an instance of another account or Region");
        }
    }

    private void report(String key, String sentence) {
        RawSetting setting = given.get(key);
        if (setting == null) {
            problems.add(key, sentence);
        } else {
            problems.add(setting, sentence);
        }
    }
}
