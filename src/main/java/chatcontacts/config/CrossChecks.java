package chatcontacts.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that involve several settings. A rule is skipped if one of its values is invalid. */
final class CrossChecks {

    private static final List<String> TOPICS = List.of(
            "topics.requests",
            "topics.dispatch",
            "topics.dispatch.control",
            "topics.results",
            "topics.dead.letter",
            "topics.contact.events",
            "topics.cancellations",
            "topics.control",
            "topics.control.log");

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
        bothOrNone("http.tls.certificate", "http.tls.key");
        commandsNeedTheirTopicAndTheirOwnToken();
        if (values.isValid(SettingsDef.LANES)) {
            values.list(SettingsDef.LANES).forEach(this::unsignedCallsStayLocal);
            unlistedHaveTheirLane();
            if (values.isValid(SettingsDef.INSTANCES)) {
                new InstanceChecks(values, this::report).run();
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

    private void bothOrNone(String one, String other) {
        if (!values.isValid(one) || !values.isValid(other)) {
            return;
        }
        if (values.text(one).isEmpty() && !values.text(other).isEmpty()) {
            report(one, "is required with " + other);
        } else if (values.text(other).isEmpty() && !values.text(one).isEmpty()) {
            report(other, "is required with " + one);
        }
    }

    private void commandsNeedTheirTopicAndTheirOwnToken() {
        String key = "http.control.token";
        if (!values.isValid(key) || values.text(key).isEmpty()) {
            return;
        }
        if (values.isValid("topics.control") && values.text("topics.control").isEmpty()) {
            report(key, "requires topics.control");
        }
        if (values.isValid("http.read.token") && values.text("http.read.token").equals(values.text(key))) {
            report(key, "is the same as http.read.token: whoever may read could command");
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

    private void report(String key, String sentence) {
        RawSetting setting = given.get(key);
        if (setting == null) {
            problems.add(key, sentence);
        } else {
            problems.add(setting, sentence);
        }
    }
}
